using System.Text.Json;
using Harombe.HostTests.Chat;

namespace Harombe.HostTests.LanguageModels;

/// <summary>What a provider's prompt cache goes by: the beginning of every request is the same to the byte, and Anthropic is told how far.</summary>
public sealed class PromptCachingTests
{
    [Fact]
    public async Task Anthropic_is_told_how_far_the_prompt_can_be_kept()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("lookup", (_, _) => Task.FromResult("quince-7"))]);
        host.Script.Tool("lookup", "{}");
        host.Script.Text("It is quince-7.");

        await host.SayAsync("look it up");

        foreach (var request in host.Api.Accepted)
        {
            Assert.Equal("ephemeral", Mark(request.Body.GetProperty("system").EnumerateArray().Last()));
            Assert.Equal("ephemeral", Mark(request.Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").EnumerateArray().Last()));
            Assert.Equal(2, request.Text.Split("\"cache_control\"").Length - 1);
        }
    }

    [Fact]
    public async Task Requests_of_a_conversation_begin_with_the_same_bytes()
    {
        await using var host = await ChatHost.StartAsync([TestTools.Reading("zeta", (_, _) => Task.FromResult("z")), TestTools.Reading("alpha", (_, _) => Task.FromResult("a"))]);
        host.Script.Tool("zeta", "{}");
        host.Script.Text("One.");
        host.Script.Text("Two.");

        var session = (await host.SayAsync("first")).Session;
        await host.RestartAsync();
        await host.SayAsync("second", session);

        var tools = host.Api.Accepted.Select(request => request.Body.GetProperty("tools").GetRawText()).Distinct();
        var systems = host.Api.Accepted.Select(request => request.Body.GetProperty("system").GetRawText()).Distinct();
        Assert.Single(tools);
        Assert.Single(systems);
        var names = host.Api.Accepted[0].Tools;
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    private static string? Mark(JsonElement block) => block.TryGetProperty("cache_control", out var mark) ? mark.GetProperty("type").GetString() : null;
}
