using System.Text.Json;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>Gathers a turn's events into one answer, for those who don't stream.</summary>
internal sealed class ReplyBuilder(Turn turn)
{
    private readonly List<ToolResultEvent> tools = [];
    private readonly List<ApprovalEvent> approvals = [];
    private string? message;
    private string state = "running";
    private ErrorEvent? error;

    /// <summary>Takes the next event; true when the turn stands still.</summary>
    public bool Take(TurnEvent item)
    {
        switch (item.Kind)
        {
            case EventKind.ToolResult:
                tools.Add(JsonSerializer.Deserialize(item.Json, ChatJson.Default.ToolResultEvent)!); // not null: we wrote it
                return false;
            case EventKind.ApprovalRequired:
                approvals.Add(JsonSerializer.Deserialize(item.Json, ChatJson.Default.ApprovalEvent)!); // not null: we wrote it
                return false;
            case EventKind.Message:
                message = JsonSerializer.Deserialize(item.Json, ChatJson.Default.MessageEvent)!.Text; // not null: we wrote it
                return false;
            case EventKind.Error:
                error = JsonSerializer.Deserialize(item.Json, ChatJson.Default.ErrorEvent);
                return false;
            case EventKind.Done:
                state = StateOf(item);
                return true;
            default:
                return false;
        }
    }

    public ChatReply Build() => new(turn.Session.Value, turn.Id.Value, state, message, tools, approvals, error);

    public static string StateOf(TurnEvent done) => JsonSerializer.Deserialize(done.Json, ChatJson.Default.DoneEvent)!.State; // not null: we wrote it
}
