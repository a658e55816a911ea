using Harombe.HostTests.Chat;
using Harombe.Testing.Anthropic;
using Harombe.Testing.Ollama;
using Harombe.Testing.OpenAI;

namespace Harombe.HostTests.LanguageModels;

/// <summary>A model that is not to know whom a conversation is about gets stand-ins; tools and people get what they stand for.</summary>
public sealed class PersonalDataTests
{
    [Theory]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    [InlineData("ollama", true)]
    public async Task Model_never_sees_personal_data_and_its_calls_and_answers_have_it_back(string provider, bool hide)
    {
        await using var openAI = await OpenAIServer.StartAsync();
        await using var ollama = await OllamaServer.StartAsync();
        var endpoint = (provider == "openai" ? ModelEndpoint.Of(openAI) : ModelEndpoint.Of(ollama)) is var plain && hide ? plain with { Yaml = plain.Yaml + "\n    personal_data: hide" } : plain;
        string? looked = null;
        await using var host = await ChatHost.StartAsync(
            [TestTools.Reading("lookup", (text, _) => { looked = text; return Task.FromResult("bob@example.net, +43 1 58858-0"); })], endpoint);
        host.Script.Tool("lookup", hide ? """{"text":"of [mail-1]"}""" : """{"text":"of ada@example.org"}""");
        host.Script.Text(hide ? ["Ask [mai", "l-2] ", "or [phone-1]."] : ["Ask bob@example.net or ", "+43 1 58858-0."]);

        var talk = await host.SayAsync("Look up ada@example.org for me.");

        Assert.Equal("of ada@example.org", looked);
        Assert.Equal("Ask bob@example.net or +43 1 58858-0.", talk.Message);
        Assert.Equal(talk.Message, talk.Tokens);
        // The next turn tells the model the same as this one, though what was said is kept as people said it.
        host.Script.Text("Yes.");
        await host.SayAsync("Thanks.", talk.Session);
        var requests = provider == "openai" ? openAI.Requests.Select(request => request.Text).ToList() : [.. ollama.Requests.Select(request => request.Text)];
        Assert.Equal(3, requests.Count(text => text.Contains("Look up", StringComparison.Ordinal)));
        foreach (var (value, standIn) in new[] { ("ada@example.org", "[mail-1]"), ("bob@example.net", "[mail-2]"), ("58858", "[phone-1]") })
        {
            Assert.Equal(!hide, requests.Exists(text => text.Contains(value, StringComparison.Ordinal)));
            Assert.Equal(hide, requests[^1].Contains(standIn, StringComparison.Ordinal));
        }
    }
}
