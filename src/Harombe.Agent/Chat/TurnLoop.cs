using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Agent.Agents;
using Harombe.Agent.Budgets;
using Harombe.Agent.Completions;
using Harombe.Agent.LanguageModels;
using Harombe.Agent.LanguageModels.Keys;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Chat;

/// <summary>
/// One turn: ask the model, keep what it said, run its calls through the guard, ask again. Everything it goes by is in the store, so it can stop at any
/// point (a person must answer, the host ends) and go on from there.
/// </summary>
internal sealed partial class TurnLoop(
    IConversations conversations,
    LanguageModels.LanguageModels models,
    NamedAgents agents,
    ModelAsking asking,
    ReplyKeeping keeping,
    CallStep callStep,
    IApprovals approvals,
    EventJournal journal,
    TurnBudget budgets,
    ILogger<TurnLoop> log)
{
    /// <summary>Runs the turn until it ends or waits. Does nothing for a turn that has ended.</summary>
    public async Task RunAsync(Turn turn, Principal principal, Work work, CancellationToken cancellationToken)
    {
        var voice = new TurnVoice(journal, turn);
        using var span = TurnSignals.Begin(turn);
        try
        {
            // One statement tells and takes: a turn that was ended meanwhile isn't begun again.
            if (await conversations.SetStateAsync(turn.Id, TurnState.Running, [], cancellationToken).ConfigureAwait(false))
            {
                await StepAsync(turn, principal, voice, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && work.Detached)
        {
            // The host stops. The turn stays open in the store and goes on at the next start.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(turn, TurnState.Cancelled, voice, null).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The edge of the turn: whatever failed, the person who waits for it must learn that it has ended.
            TurnFailed(log, turn.Id.Value, e);
            await EndAsync(turn, TurnState.Failed, voice, new Reason(
                e is SecretsUnavailableException ? "secrets.unavailable" : e is AuditUnavailableException ? "audit.unavailable" : "turn.failed",
                e is SecretsUnavailableException or AuditUnavailableException ? e.Message : $"The host failed in the middle of the turn ({e.GetType().Name}).",
                "Run 'harombe doctor', or look at the host's log; then send the next message to go on.")).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a turn that nobody is working on.</summary>
    public async Task CancelAsync(Turn turn) => await EndAsync(turn, TurnState.Cancelled, new TurnVoice(journal, turn), null).ConfigureAwait(false);

    /// <summary>Ends a turn that can't be run.</summary>
    public async Task FailAsync(Turn turn, Reason reason) =>
        await EndAsync(turn, TurnState.Failed, new TurnVoice(journal, turn), reason).ConfigureAwait(false);

    private async Task StepAsync(Turn turn, Principal whole, TurnVoice voice, CancellationToken cancellationToken)
    {
        await using var chain = new ModelChain(models, agents.ModelOf(turn.Choice), new Asker(whole, turn.Session, Face.Chat), log);
        var client = ClientRequest.Of(turn);
        IReadOnlyDictionary<CallId, JsonElement> unstored = ImmutableDictionary<CallId, JsonElement>.Empty;
        while (true)
        {
            var principal = agents.Narrowed(whole, turn);
            var (waiting, stop) = await callStep.RunAsync(turn, principal, client, unstored, voice, cancellationToken).ConfigureAwait(false);
            if (!waiting.IsEmpty)
            {
                await voice.SettleAsync(TurnState.Waiting, null, null, waiting, null, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (await client.OpenAsync(conversations, turn, cancellationToken).ConfigureAwait(false) is { Count: > 0 } theirs)
            {
                await EndAsync(turn, TurnState.Done, voice, null, theirs: theirs).ConfigureAwait(false);
                return;
            }

            var messages = await conversations.MessagesAsync(turn.Session, cancellationToken).ConfigureAwait(false);
            if (stop is not null)
            {
                await SpentAsync(turn, messages, voice, stop).ConfigureAwait(false);
                return;
            }

            if (messages is [.., Message.Assistant { Calls.IsEmpty: true } last])
            {
                // No call is open: the end is told with the last word, both or neither.
                await SettleAsync(TurnState.Done, voice, null, last.Text, null, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (await budgets.RefuseAsync(turn, messages, cancellationToken).ConfigureAwait(false) is { } spent)
            {
                await SpentAsync(turn, messages, voice, spent).ConfigureAwait(false);
                return;
            }

            var (reply, failure) = await asking.AskAsync(chain, messages, turn, client, principal, voice, cancellationToken).ConfigureAwait(false);
            if (reply is null)
            {
                await EndAsync(turn, TurnState.Failed, voice, failure).ConfigureAwait(false);
                return;
            }

            if (await keeping.KeepAsync(turn, reply, voice, cancellationToken).ConfigureAwait(false) is not { } kept)
            {
                return; // Ended by somebody else while the model spoke: nothing was kept and nothing runs.
            }

            if (reply.End is { } end)
            {
                await EndAsync(turn, TurnState.Failed, voice, end, reply.Text).ConfigureAwait(false);
                return;
            }

            unstored = kept;
        }
    }

    // The turn ends with what it has: what the model said last stands as its message.
    private Task SpentAsync(Turn turn, IReadOnlyList<Message> messages, TurnVoice voice, Reason spent) => EndAsync(
        turn,
        TurnState.Failed,
        voice,
        spent,
        messages.Reverse().TakeWhile(message => message is not Message.User).OfType<Message.Assistant>().FirstOrDefault(said => said.Text.Length > 0)?.Text);

    // The calls of tools that the client brought stay open: it runs them, and its next request brings what came of them.
    private async Task EndAsync(Turn turn, TurnState state, TurnVoice voice, Reason? reason, string? message = null, IReadOnlyList<RequestedCall>? theirs = null)
    {
        // A call without an answer would make the next request to the model invalid.
        var open = await conversations.OpenCallsAsync(turn.Id, CancellationToken.None).ConfigureAwait(false);
        foreach (var call in open)
        {
            if (theirs?.Any(their => their.Id == call.Call.Id) == true)
            {
                continue;
            }

            await conversations.AddAsync(turn, ToolAnswers.Cancelled(call.Call), CancellationToken.None).ConfigureAwait(false);
        }

        await SettleAsync(state, voice, reason, message, theirs, CancellationToken.None).ConfigureAwait(false);
        // Nobody is kept thinking about a call that will not run. Behind the end: a crash in between leaves a question that runs out by itself.
        foreach (var approval in open.Select(call => call.Approval).OfType<ApprovalId>())
        {
            await WithdrawAsync(turn, approval).ConfigureAwait(false);
        }
    }

    private static async ValueTask SettleAsync(
        TurnState state, TurnVoice voice, Reason? reason, string? message, IReadOnlyList<RequestedCall>? theirs, CancellationToken cancellationToken)
    {
        // Counted by the one who ended it.
        if (await voice.SettleAsync(state, reason, message, [], theirs, cancellationToken).ConfigureAwait(false))
        {
            TurnSignals.End(state, reason);
        }
    }

    private async Task WithdrawAsync(Turn turn, ApprovalId approval)
    {
        try
        {
            await approvals.WithdrawAsync(approval, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The turn has ended all the same, and what it asked runs out.
            NotWithdrawn(log, turn.Id.Value, approval.Value, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} has ended, but its question {Approval} could not be withdrawn; it runs out")]
    private static partial void NotWithdrawn(ILogger log, string turn, string approval, Exception cause);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} failed")]
    private static partial void TurnFailed(ILogger log, string turn, Exception cause);
}
