using System.Text.Json;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Chat;

/// <summary>A question that a turn waits for.</summary>
internal sealed record ChatQuestion(string Id, string Tool, JsonElement Arguments, string Risk, string Why, DateTimeOffset Expires, ShownPreview? Preview = null)
{
    /// <summary>Of an event; null when it isn't whole.</summary>
    public static ChatQuestion? Of(ChatEventForm form) =>
        form is { Approval: { } id, Tool: { } tool, Arguments: { } arguments, Risk: { } risk, Why: { } why, Expires: { } expires } ? new(id, tool, arguments, risk, why, expires) : null;

    /// <summary>Of the approval itself.</summary>
    public static ChatQuestion Of(AskedApproval approval) => new(approval.Id, approval.Tool, approval.Arguments, approval.Risk, approval.Why, approval.ExpiresAt, approval.Preview);
}
