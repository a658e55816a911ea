using Harombe.Core.Tools;
using Harombe.Testing.Ollama;
using Harombe.Testing.OpenAI;

namespace Harombe.HostTests.Chat;

/// <summary>
/// What a language model must be able to do with us. The same tests for the servers on loopback, whose script plays the model, and for real APIs:
/// so they ask for what any model does, and check what no model may change.
/// </summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private OpenAIServer openAI = null!; // set before each test
    private OllamaServer ollama = null!; // set before each test

    public static TheoryData<string> Endpoints => new(["anthropic", "openai", "ollama", .. ModelEndpoint.Real().Select(real => real.Name)]);

    public async Task InitializeAsync() => (openAI, ollama) = (await OpenAIServer.StartAsync(), await OllamaServer.StartAsync(wantsKey: true));

    public async Task DisposeAsync()
    {
        await openAI.DisposeAsync();
        await ollama.DisposeAsync();
    }

    [RealModelFact]
    public void The_same_tests_ran_against_a_real_API() => Assert.NotEmpty(ModelEndpoint.Real());

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Text_comes_as_tokens_that_add_up_to_the_message(string endpoint)
    {
        await using var host = await StartAsync(endpoint);
        host.Script.Text("One, ", "two,", " three, four", ", five.");

        var talk = await host.SayAsync("Count from one to five in words, nothing else.");

        Assert.Equal("done", talk.State);
        Assert.Equal(talk.Message, talk.Tokens);
        Assert.Contains("three", talk.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_tool_runs_and_the_model_reads_its_result(string endpoint)
    {
        await using var host = await StartAsync(endpoint, TestTools.Reading("lookup", (text, _) => Task.FromResult($"The code of {text} is quince-7.")));
        host.Script.Tool("lookup", """{"text":"alpha"}""");
        host.Script.Text("The code is quince-7.");

        var talk = await host.SayAsync("Use the tool lookup with the text alpha and tell me the code that it returns.");

        Assert.Equal("done", talk.State);
        Assert.Equal("completed", talk.Of("tool_result").First().Text("ending"));
        Assert.Contains("quince-7", talk.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Calls_of_one_reply_are_answered_together(string endpoint)
    {
        await using var host = await StartAsync(endpoint, TestTools.Reading("lookup", (text, _) => Task.FromResult(text == "alpha" ? "quince-7" : "medlar-9")));
        host.Script.Tools(("lookup", """{"text":"alpha"}"""), ("lookup", """{"text":"beta"}"""));
        host.Script.Text("quince-7 and medlar-9");

        var talk = await host.SayAsync("Use the tool lookup twice in one reply, in parallel: with the text alpha and with the text beta. Tell me both results.");

        Assert.Equal("done", talk.State);
        Assert.Contains("quince-7", talk.Message, StringComparison.Ordinal);
        Assert.Contains("medlar-9", talk.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_tool_builds_on_the_result_of_another(string endpoint)
    {
        await using var host = await StartAsync(
            endpoint,
            TestTools.Reading("key_of", (_, _) => Task.FromResult("larch")),
            TestTools.Reading("value_of", (text, _) => Task.FromResult(text == "larch" ? "quince-7" : "wrong key")));
        host.Script.Tool("key_of", "{}");
        host.Script.Tool("value_of", """{"text":"larch"}""");
        host.Script.Text("quince-7");

        var talk = await host.SayAsync("Call key_of without arguments, then value_of with the text that key_of returned. Tell me what value_of returned.");

        Assert.Equal("done", talk.State);
        Assert.Contains("quince-7", talk.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_conversation_goes_on_where_it_was(string endpoint)
    {
        await using var host = await StartAsync(endpoint, TestTools.Reading("lookup", (_, _) => Task.FromResult("quince-7")));
        host.Script.Tool("lookup", """{"text":"alpha"}""");
        host.Script.Text("It is quince-7.");
        host.Script.Text("I told you: quince-7.");

        var first = await host.SayAsync("Use the tool lookup with the text alpha and tell me its result.");
        var second = await host.SayAsync("Say the result once more, without using a tool.", first.Session);

        Assert.Equal("done", second.State);
        Assert.Contains("quince-7", second.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_refused_key_is_an_error_with_its_remedy(string name)
    {
        await using var host = await StartAsync(name);
        if (name == "real ollama")
        {
            return; // An Ollama looks at no key.
        }

        var secret = Endpoint(name)?.Secret ?? "anthropic/api_key";
        await host.StoreAsync(secret, "sk-ant-api03-not-the-key-Vb8Lq2Xz");

        var talk = await host.SayAsync("hello");

        Assert.Equal("failed", talk.State);
        Assert.Equal("model.key", talk.Error.Text("rule"));
        Assert.Contains($"harombe secrets set {secret}", talk.Error.Text("remedy"), StringComparison.Ordinal);
    }

    private Task<ChatHost> StartAsync(string endpoint, params ToolOffer[] tools) => ChatHost.StartAsync(tools, Endpoint(endpoint));

    private ModelEndpoint? Endpoint(string name) => name switch
    {
        "anthropic" => null,
        "openai" => ModelEndpoint.Of(openAI),
        "ollama" => ModelEndpoint.Of(ollama),
        _ => ModelEndpoint.Real().Single(real => real.Name == name),
    };
}
