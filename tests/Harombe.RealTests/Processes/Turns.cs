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
        Assert.Equal("done", events[^1].Value.GetProperty("state").GetString());
        var result = Assert.Single(events, item => item.Kind == "tool_result").Value;
        var message = Assert.Single(events, item => item.Kind == "message").Value;
        return (Text(result, "ending"), Text(result, "text"), Text(message, "text"));
    }

    public static string Text(this JsonElement value, string member) => value.GetProperty(member).GetString() ?? "";

    /// <summary>Answers yes; anything but success fails the test with what the host said.</summary>
    public static async Task ApproveAsync(this HostApi api, string approval)
    {
        using var response = await api.AnswerAsync(approval, yes: true);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
