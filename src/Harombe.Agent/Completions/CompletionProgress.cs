using System.Text;
using System.Text.Json;
using Harombe.Agent.Chat;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Completions;

/// <summary>What one event adds to an answer.</summary>
internal sealed record CompletionNews(string? Text, CallForm? Call);

/// <summary>Reads the events of a turn as an answer grows. Used by one request; not thread-safe.</summary>
internal sealed class CompletionProgress(BegunCompletion begun, ClientRequest client, AgentOptions options)
{
    private readonly StringBuilder text = new();
    private readonly List<CallForm> calls = [];
    private readonly List<string> waiting = [];
    private long input;
    private long output;
    private long cached;

    /// <summary>Whether nothing more is to come.</summary>
    public bool Ended { get; private set; }

    /// <summary>Whether it stands still because a person must answer.</summary>
    public bool Waits { get; private set; }

    /// <summary>Why there is no answer.</summary>
    public CompletionFault? Fault { get; private set; }

    public string? Text => text.Length == 0 ? null : text.ToString();

    public IReadOnlyList<CallForm> Calls => calls;

    public UsageForm Usage => new(input, output, input + output, new CachedForm(cached));

    public string FinishReason => calls.Count > 0 ? "tool_calls" : "stop";

    /// <summary>Takes the next event; null when it adds nothing and ends nothing.</summary>
    public CompletionNews? Take(TurnEvent item)
    {
        switch (item.Kind)
        {
            case EventKind.Token:
                return Say(Of(item, ChatJson.Default.TokenEvent).Text);
            case EventKind.ToolCall when Of(item, ChatJson.Default.ToolCallEvent) is var call && client.Has(call.Tool):
                var form = new CallForm(calls.Count, call.Call, "function", new FunctionForm(call.Tool, call.Arguments?.GetRawText() ?? "{}"));
                calls.Add(form);
                return new CompletionNews(null, form);
            case EventKind.ApprovalRequired when Of(item, ChatJson.Default.ApprovalEvent) is var approval:
                waiting.Add($"{approval.Tool} (risk {approval.Risk}): {Link(approval.Url)} or 'harombe approvals approve {approval.Approval}'");
                return null;
            case EventKind.Usage when Of(item, ChatJson.Default.UsageEvent) is var usage:
                (input, output, cached) = (input + usage.InputTokens, output + usage.OutputTokens, cached + usage.CachedTokens);
                return null;
            case EventKind.Error when Of(item, ChatJson.Default.ErrorEvent) is var error:
                Fault = CompletionFault.Of(error.Rule, error.Message, error.Remedy);
                return null;
            case EventKind.Done:
                return End(Of(item, ChatJson.Default.DoneEvent).State);
            default:
                return null;
        }
    }

    private CompletionNews End(string state)
    {
        // Of a turn that went on meanwhile, only where it stands now counts.
        Waits = state == "waiting";
        if (Waits)
        {
            Ended = true;
            return Say($"{(text.Length > 0 ? "\n\n" : "")}[harombe] A person must answer before this goes on:\n- {string.Join("\n- ", waiting)}\nThen send the same request again with \"harombe_session\": \"{begun.Turn.Session}\".");
        }

        Ended = true;
        Fault ??= state == "cancelled" ? new CompletionFault(499, "The turn was ended by its owner.", "turn_cancelled") : null;
        return new CompletionNews(null, null);
    }

    private CompletionNews Say(string piece)
    {
        text.Append(piece);
        return new CompletionNews(piece, null);
    }

    private string Link(string path) => options.PublicUrl is { } url ? url().AbsoluteUri.TrimEnd('/') + path : path;

    private static T Of<T>(TurnEvent item, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Deserialize(item.Json, type)!; // not null: we wrote it
}
