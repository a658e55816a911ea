using System.Text.Json;
using Harombe.Testing;

namespace Harombe.RealTests.Processes;

/// <summary>What a turn's events say of its end.</summary>
internal static class Turns
{
    /// <summary>The end of the conversation's turn: what came of its one call, and what the model said last.</summary>
    public static async Task<(string Ending, string Answer, string Message)> EndAsync(this HostApi api, string session)
    {
        var events = await api.EndOfTurnAsync(session);
        var result = Assert.Single(events, item => item.Kind == "tool_result").Value;
        return (Text(result, "ending"), Text(result, "text"), LastWord(events));
    }

    /// <summary>
    /// What the model said last, which tells what the call's answer was. Events are for people who watch: a kill can take one with it, or have one told
    /// twice, while the conversation itself loses and doubles nothing.
    /// </summary>
    public static async Task<string> LastWordAsync(this HostApi api, string session) => LastWord(await api.EndOfTurnAsync(session));

    private static string LastWord(IReadOnlyList<(string Kind, JsonElement Value)> events)
    {
        Assert.Equal("done", events[^1].Value.GetProperty("state").GetString());
        return Text(events.Last(item => item.Kind == "message").Value, "text");
    }

    public static string Text(this JsonElement value, string member) => value.GetProperty(member).GetString() ?? "";

    /// <summary>Answers yes; anything but success fails the test with what the host said.</summary>
    public static async Task ApproveAsync(this HostApi api, string approval)
    {
        using var response = await api.AnswerAsync(approval, yes: true);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
