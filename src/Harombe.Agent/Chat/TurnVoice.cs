using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Plugins;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.Chat;

/// <summary>Tells those who watch what happens in one turn.</summary>
internal sealed class TurnVoice(EventJournal journal, Turn turn)
{
    public ValueTask BeginAsync(string model, bool redacted, CancellationToken cancellationToken) =>
        SayAsync(EventKind.Session, new SessionEvent(turn.Session.Value, turn.Id.Value, model, redacted), ChatJson.Readable.SessionEvent, cancellationToken);

    public ValueTask TokenAsync(string text, CancellationToken cancellationToken) =>
        text.Length == 0 ? ValueTask.CompletedTask : journal.WriteTextAsync(turn, text, cancellationToken);

    public ValueTask CallAsync(RequestedCall call, JsonElement? arguments, CancellationToken cancellationToken) =>
        SayAsync(EventKind.ToolCall, new ToolCallEvent(call.Id.Value, call.Tool, arguments), ChatJson.Readable.ToolCallEvent, cancellationToken);

    public ValueTask AskAsync(Approval approval, CancellationToken cancellationToken) =>
        SayAsync(EventKind.ApprovalRequired, Form(approval), ChatJson.Readable.ApprovalEvent, cancellationToken);

    /// <summary>Tells how far a tool is, unless the journal can't keep up.</summary>
    public void TryProgress(RequestedCall call, ToolProgress progress) => journal.TryWrite(
        turn, EventKind.ToolProgress, JsonSerializer.Serialize(new ToolProgressEvent(call.Id.Value, call.Tool, progress.Message, progress.Done), ChatJson.Readable.ToolProgressEvent));

    public ValueTask AnswerAsync(Message.ToolAnswer answer, CancellationToken cancellationToken) =>
        SayAsync(EventKind.ToolResult, new ToolResultEvent(answer.Call.Value, answer.Tool, answer.Ending, answer.Text), ChatJson.Readable.ToolResultEvent, cancellationToken);

    public ValueTask MessageAsync(string text, CancellationToken cancellationToken) =>
        SayAsync(EventKind.Message, new MessageEvent(text), ChatJson.Readable.MessageEvent, cancellationToken);

    /// <summary>Another model answers in the place of the one that should.</summary>
    public ValueTask ModelAsync(string model, string insteadOf, Reason reason, CancellationToken cancellationToken) =>
        SayAsync(EventKind.Model, new ModelEvent(model, insteadOf, reason.Rule, reason.Message), ChatJson.Readable.ModelEvent, cancellationToken);

    public ValueTask UsageAsync(string model, UsageDetails? usage, CancellationToken cancellationToken) => usage is null
        ? ValueTask.CompletedTask
        : SayAsync(EventKind.Usage, new UsageEvent(model, usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0, usage.CachedInputTokenCount ?? 0), ChatJson.Readable.UsageEvent, cancellationToken);

    /// <param name="state">How the turn stands.</param>
    /// <param name="approvals">What it waits for.</param>
    /// <param name="cancellationToken">Gives up telling it.</param>
    /// <param name="theirs">The calls that the client itself must run.</param>
    public ValueTask DoneAsync(TurnState state, IReadOnlyList<string> approvals, CancellationToken cancellationToken, IReadOnlyList<RequestedCall>? theirs = null) =>
        SayAsync(EventKind.Done, new DoneEvent(state.ToString().ToLowerInvariant(), approvals, theirs?.Select(call => call.Id.Value).ToList()), ChatJson.Readable.DoneEvent, cancellationToken);

    public ValueTask ErrorAsync(Reason reason, CancellationToken cancellationToken) =>
        SayAsync(EventKind.Error, new ErrorEvent(reason.Rule, reason.Message, reason.Remedy), ChatJson.Readable.ErrorEvent, cancellationToken);

    /// <summary>A client that had gone away has come back and was told how the turn ended.</summary>
    public ValueTask DeliveredAsync(CancellationToken cancellationToken) => journal.WriteAsync(turn, EventKind.Delivered, "{}", cancellationToken);

    private ValueTask SayAsync<T>(string kind, T form, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        journal.WriteAsync(turn, kind, JsonSerializer.Serialize(form, type), cancellationToken);

    private static ApprovalEvent Form(Approval approval) => new(
        approval.Id.Value,
        approval.Call.Value,
        approval.Tool.Value,
        approval.Arguments,
        approval.Risk.ToString().ToLowerInvariant(),
        approval.Why,
        approval.ExpiresAt,
        $"/approvals/{approval.Id}");
}
