using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Harombe.HostTests.Chat;
using Harombe.Testing.Telemetry;

namespace Harombe.HostTests.Canaries;

/// <summary>
/// A secret that the host doesn't know waits in the arguments of a call for a person's answer, in every disguise in which its form can be found, by every face. It is
/// looked at, answered, run or refused; then the same search goes over every byte.
/// </summary>
[Collection(CanaryTests.Exporting)]
public sealed class AskedCanaryTests
{
    private const string Ask = "scanner: { arguments: ask }";

    /// <summary>Where it is taken out; without any one of them something leaks.</summary>
    public static TheoryData<string, string> Guards => new()
    {
        { "chat", "ReceiveStation" },
        { "chat", "ReplyKeeping" },
        { "OpenAI API", "ReceiveStation" },
        { "OpenAI API", "ReplyKeeping" },
        { "MCP 2025-06-18", "ReceiveStation" },
        { "MCP 2026-07-28", "ReceiveStation" },
    };

    [Theory]
    [InlineData("chat", true)]
    [InlineData("chat", false)]
    [InlineData("OpenAI API", true)]
    [InlineData("MCP 2025-06-18", true)]
    [InlineData("MCP 2025-06-18", false)]
    [InlineData("MCP 2026-07-28", true)]
    public async Task Secret_that_waits_for_an_answer_is_nowhere_before_or_after_it(string face, bool yes)
    {
        var tools = new CanaryTools();
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await CanaryHost.StartAsync(tools.Offers, collector, yaml: Ask);
        var answers = new StringBuilder();
        foreach (var (disguise, text) in Canary.ForeignDisguises)
        {
            answers.AppendLine($"-- {disguise}").AppendLine(await GoAsync(host, face, text));
            var approval = await host.WaitingApprovalAsync();
            answers.AppendLine(await LookAsync(host, approval, "application/json")).AppendLine(await LookAsync(host, approval, "text/html"));
            answers.AppendLine(await AnswerAsync(host, approval, yes)).AppendLine(await EndAsync(host, face, approval));
            Assert.Equal(yes ? $"x {text} y" : null, tools.Echoed);
            tools.Echoed = null;
        }

        Assert.Empty(await CanaryHost.LeaksAsync(host, collector, answers.ToString(), Canary.ForeignDisguises));
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task Without_its_redactor_the_call_leaks_and_the_search_sees_it(string face, string guard)
    {
        var tools = new CanaryTools();
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await CanaryHost.StartAsync(tools.Offers, collector, blind: guard, yaml: Ask);
        Assert.NotEmpty(await CanaryHost.LeaksAsync(host, collector, await GoAsync(host, face, Canary.Foreign), Canary.ForeignDisguises));
    }

    private static async Task<string> GoAsync(ChatHost host, string face, string text)
    {
        var arguments = new Dictionary<string, object?> { ["text"] = $"x {text} y" };
        if (face.StartsWith("MCP", StringComparison.Ordinal))
        {
            return await CanaryPath.McpAsync(host, face[4..], "canary_echo", arguments);
        }

        host.Script.Tool("canary_echo", JsonSerializer.Serialize(arguments));
        host.Script.Text("ok");
        if (face == "chat")
        {
            return string.Join('\n', (await host.SayAsync("call it")).Lines);
        }

        using var answer = await host.Client.PostAsJsonAsync("/v1/chat/completions", new { model = "harombe", messages = new[] { new { role = "user", content = $"call it {Guid.NewGuid()}" } } });
        return await answer.Content.ReadAsStringAsync();
    }

    // A client of /mcp asks for the result; a turn of a chat goes on by itself.
    private static async Task<string> EndAsync(ChatHost host, string face, string approval)
    {
        if (face.StartsWith("MCP", StringComparison.Ordinal))
        {
            return await CanaryPath.McpAsync(host, face[4..], "harombe_approval", new() { ["id"] = approval });
        }

        var session = JsonElement.Parse(await LookAsync(host, approval, "application/json")).GetProperty("session").GetString()!; // not null: every question has one
        for (var events = new List<ServerEvent>(); ;)
        {
            using var watch = await host.WatchAsync(session, events.Count == 0 ? 0 : events[^1].Id);
            events.AddRange(await ServerEvents.ReadAllAsync(watch));
            if (events[^1].Text("state") != "waiting")
            {
                return string.Join('\n', events.Select(item => item.Line));
            }
        }
    }

    private static async Task<string> AnswerAsync(ChatHost host, string approval, bool yes)
    {
        using var answer = await host.Client.PostAsJsonAsync($"/approvals/{approval}", new { answer = yes ? "approve" : "deny", reason = yes ? null : "Not that." });
        Assert.True(answer.IsSuccessStatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> LookAsync(ChatHost host, string approval, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/approvals/{approval}") { Headers = { { "Accept", accept } } };
        using var response = await host.Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
