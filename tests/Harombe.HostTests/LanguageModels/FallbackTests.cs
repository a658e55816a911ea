using Harombe.Agent;
using Harombe.HostTests.Chat;
using Harombe.Testing.Anthropic;
using Harombe.Testing.Ollama;
using Harombe.Testing.OpenAI;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.LanguageModels;

/// <summary>Several models in one configuration: chosen by the request, and taking each other's place only where that was written down and is said.</summary>
public sealed class FallbackTests : IAsyncLifetime
{
    private OpenAIServer first = null!; // set before each test
    private OllamaServer second = null!; // set before each test
    private ChatHost host = null!; // set before each test

    public async Task InitializeAsync()
    {
        (first, second) = (await OpenAIServer.StartAsync(), await OllamaServer.StartAsync());
        host = await ChatHost.StartAsync(endpoint: new ModelEndpoint("both", "", "", OpenAIServer.Key)
        {
            Secret = "cloud/key",
            Yaml = $"""
                model: cloud
                models:
                  cloud:
                    provider: openai
                    model: {OpenAIServer.Model}
                    base_url: {first.Url}
                    secret: secret://cloud/key
                    fallback: [local]
                  alone:
                    provider: openai
                    model: {OpenAIServer.Model}
                    base_url: {first.Url}
                    secret: secret://cloud/key
                  keyless:
                    provider: openai
                    model: {OpenAIServer.Model}
                    base_url: {first.Url}
                  local:
                    provider: ollama
                    model: {OllamaServer.Model}
                    base_url: {second.Url}
                """,
        });
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task A_model_that_is_out_is_replaced_by_the_one_that_configuration_names_and_an_event_says_so()
    {
        first.Script.Fails(ApiError.Overloaded);
        second.Script.Text("Local here.");

        var talk = await host.SayAsync("hello");

        Assert.Equal("Local here.", talk.Message);
        var said = Assert.Single(talk.Of("model"));
        Assert.Equal(("local", "cloud", "model.overloaded"), (said.Text("model"), said.Text("insteadOf"), said.Text("rule")));
        Assert.Equal("local", talk.Of("usage").Single().Text("model"));
    }

    [Fact]
    public async Task The_next_turn_asks_the_first_model_again()
    {
        first.Script.Fails(ApiError.Overloaded);
        second.Script.Text("Local here.");
        first.Script.Text("Cloud again.");

        var session = (await host.SayAsync("hello")).Session;
        var talk = await host.SayAsync("and now?", session);

        Assert.Equal("Cloud again.", talk.Message);
        Assert.Empty(talk.Of("model"));
    }

    [Fact]
    public async Task Once_an_answer_began_nobody_else_gives_it()
    {
        first.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["half of it ", "and "])]) { End = StreamEnd.Early });

        var talk = await host.SayAsync("hello");

        Assert.Equal("model.cut", talk.Error.Text("rule"));
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task A_wrong_key_is_no_outage()
    {
        await host.StoreAsync("cloud/key", "sk-proj-not-the-key-Vb8Lq2Xz");

        var talk = await host.SayAsync("hello");

        Assert.Equal("model.key", talk.Error.Text("rule"));
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task Without_a_fallback_an_outage_is_an_error()
    {
        first.Script.Fails(ApiError.Overloaded);

        var talk = await host.SayAsync("hello", model: "alone");

        Assert.Equal("model.overloaded", talk.Error.Text("rule"));
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task The_request_chooses_the_model()
    {
        second.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["Local."])]));

        var talk = await host.SayAsync("hello", model: "local");

        Assert.Equal(("Local.", "local"), (talk.Message, talk.Events[0].Text("model")));
        Assert.Empty(first.Requests);
    }

    [Fact]
    public async Task A_model_that_nobody_knows_is_refused_with_those_there_are()
    {
        using var response = await host.PostAsync("hello", model: "clud");
        var problem = await response.Content.ReadAsStringAsync();

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("model.unknown", problem, StringComparison.Ordinal);
        Assert.Contains("cloud", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_of_its_own_never_gets_the_providers_key()
    {
        await host.StoreAsync("openai/api_key", "sk-proj-the-one-for-openai-only-9Qx2");

        var talk = await host.SayAsync("hello", model: "keyless");

        Assert.Equal("model.key", talk.Error.Text("rule"));
        Assert.All(first.Requests, request => Assert.DoesNotContain("the-one-for-openai", request.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_the_model_cannot_read_is_refused_before_it_is_asked()
    {
        var talk = await host.SayAsync("what does it say?", files: [new SentFile("report.pdf", "application/pdf", "%PDF-1.7"u8.ToArray())], model: "local");

        Assert.Equal("model.media", talk.Error.Text("rule"));
        Assert.Empty(second.Requests);
    }

    [Fact]
    public async Task A_text_file_is_read_by_every_model_and_its_secrets_are_taken_out()
    {
        second.Script.Text("I see.");
        var file = new SentFile("../notes \"x\".md", "text/markdown", "the key is sk-ant-api03-Zk3vQ9xT2mWb7RfLp4NcYh8Gd1JsXe5UaKo6 and the word is larch"u8.ToArray());

        var talk = await host.SayAsync("what is the word?", files: [file], model: "local");

        Assert.Equal("I see.", talk.Message);
        var sent = second.Requests.Single().Text;
        Assert.Contains("the word is larch", sent, StringComparison.Ordinal);
        Assert.Contains("notes x.md", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("Zk3vQ9xT2mWb7", sent, StringComparison.Ordinal);
        Assert.Empty(host.FilesWith("Zk3vQ9xT2mWb7RfLp4"));
    }

    [Fact]
    public async Task A_passing_error_is_tried_again_before_another_model_is_asked()
    {
        await using var retrying = await ChatHost.StartAsync(
            endpoint: ModelEndpoint.Of(first), more: services => ((AgentOptions)services.Single(service => service.ServiceType == typeof(AgentOptions)).ImplementationInstance!).ModelRetries = 2);
        first.Script.Fails(ApiError.Limited(0));
        first.Script.Fails(new ApiError(503, "server_error", "busy"));
        first.Script.Text("There.");

        var talk = await retrying.SayAsync("hello");

        Assert.Equal("There.", talk.Message);
        Assert.Equal(3, first.Requests.Count);
    }

    [Fact]
    public async Task A_provider_that_wants_a_long_wait_is_not_waited_for()
    {
        await using var retrying = await ChatHost.StartAsync(
            endpoint: ModelEndpoint.Of(first), more: services => ((AgentOptions)services.Single(service => service.ServiceType == typeof(AgentOptions)).ImplementationInstance!).ModelRetries = 2);
        first.Script.Fails(ApiError.Limited(3600));

        var talk = await retrying.SayAsync("hello");

        Assert.Equal("model.limit", talk.Error.Text("rule"));
        Assert.Single(first.Requests);
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_cut_off_while_it_comes()
    {
        await using var bounded = await ChatHost.StartAsync(endpoint: ModelEndpoint.Of(first), yaml: "limits: {reply: 64 KiB}");
        first.Script.Add(new ScriptedReply([]) { Repeat = "and so on " });

        var talk = await bounded.SayAsync("hello");

        Assert.Equal("budget.reply", talk.Error.Text("rule"));
        Assert.Contains("limits.reply", talk.Error.Text("remedy"), StringComparison.Ordinal);
    }
}
