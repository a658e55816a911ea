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

    /// <summary>Another model answers in the place of the one that should.</summary>
    public ValueTask ModelAsync(string model, string insteadOf, Reason reason, CancellationToken cancellationToken) =>
        SayAsync(EventKind.Model, new ModelEvent(model, insteadOf, reason.Rule, reason.Message), ChatJson.Readable.ModelEvent, cancellationToken);

    public ValueTask UsageAsync(string model, UsageDetails? usage, CancellationToken cancellationToken) => usage is null
        ? ValueTask.CompletedTask
        : SayAsync(EventKind.Usage, new UsageEvent(model, usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0, usage.CachedInputTokenCount ?? 0), ChatJson.Readable.UsageEvent, cancellationToken);

    /// <summary>
    /// Brings the turn to a standstill and tells of it, with an error or the model's last word before: all of it or nothing. False when it had ended already.
    /// </summary>
    /// <param name="state">How the turn stands.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="message">What the model said last.</param>
    /// <param name="waiting">What it waits for.</param>
    /// <param name="theirs">The calls that the client itself must run.</param>
    /// <param name="cancellationToken">Gives up waiting until it is durable.</param>
    public ValueTask<bool> SettleAsync(TurnState state, Reason? error, string? message, IReadOnlyList<Approval> waiting, IReadOnlyList<RequestedCall>? theirs, CancellationToken cancellationToken)
    {
        var told = new List<(string, string)>();
        if (message is not null)
        {
            told.Add((EventKind.Message, JsonSerializer.Serialize(new MessageEvent(message), ChatJson.Readable.MessageEvent)));
        }

        if (error is not null)
        {
            told.Add((EventKind.Error, JsonSerializer.Serialize(new ErrorEvent(error.Rule, error.Message, error.Remedy), ChatJson.Readable.ErrorEvent)));
        }

        var done = new DoneEvent(state.ToString().ToLowerInvariant(), [.. waiting.Select(approval => approval.Id.Value)], theirs?.Select(call => call.Id.Value).ToList());
        told.Add((EventKind.Done, JsonSerializer.Serialize(done, ChatJson.Readable.DoneEvent)));
        return journal.SettleAsync(turn, state, told, cancellationToken);
    }

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
