using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Agent.Agents;
using Harombe.Agent.Completions;
using Harombe.Agent.LanguageModels;
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
    EventJournal journal,
    AgentOptions options,
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
            if (await conversations.SetStateAsync(turn.Id, TurnState.Running, cancellationToken).ConfigureAwait(false))
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
        using var chain = new ModelChain(models, agents.ModelOf(turn.Choice));
        var client = ClientRequest.Of(turn);
        IReadOnlyDictionary<CallId, JsonElement> unstored = ImmutableDictionary<CallId, JsonElement>.Empty;
        while (true)
        {
            var principal = agents.Narrowed(whole, turn);
            var waiting = await callStep.RunAsync(turn, principal, client, unstored, voice, cancellationToken).ConfigureAwait(false);
            if (!waiting.IsEmpty)
            {
                await WaitAsync(turn, waiting, voice, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (await client.OpenAsync(conversations, turn, cancellationToken).ConfigureAwait(false) is { Count: > 0 } theirs)
            {
                await EndAsync(turn, TurnState.Done, voice, null, theirs).ConfigureAwait(false);
                return;
            }

            var messages = await conversations.MessagesAsync(turn.Session, cancellationToken).ConfigureAwait(false);
            if (messages is [.., Message.Assistant { Calls.IsEmpty: true } last])
            {
                await voice.MessageAsync(last.Text, cancellationToken).ConfigureAwait(false);
                await EndAsync(turn, TurnState.Done, voice, null).ConfigureAwait(false);
                return;
            }

            if (Steps(messages) >= options.MaxSteps)
            {
                await EndAsync(turn, TurnState.Failed, voice, new Reason(
                    "budget.steps", $"The turn has asked the model {options.MaxSteps} times.", "Raise agent.max_steps in harombe.yaml, or send another message to go on.")).ConfigureAwait(false);
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

            if (reply.Refusal is { } refusal)
            {
                await voice.MessageAsync(reply.Text, cancellationToken).ConfigureAwait(false);
                await EndAsync(turn, TurnState.Failed, voice, refusal).ConfigureAwait(false);
                return;
            }

            unstored = kept;
        }
    }

    private async Task WaitAsync(Turn turn, ImmutableArray<Approval> waiting, TurnVoice voice, CancellationToken cancellationToken)
    {
        if (await conversations.SetStateAsync(turn.Id, TurnState.Waiting, cancellationToken).ConfigureAwait(false))
        {
            await voice.DoneAsync(TurnState.Waiting, [.. waiting.Select(approval => approval.Id.Value)], CancellationToken.None).ConfigureAwait(false);
        }
    }

    // The calls of tools that the client brought stay open: it runs them, and its next request brings what came of them.
    private async Task EndAsync(Turn turn, TurnState state, TurnVoice voice, Reason? reason, IReadOnlyList<RequestedCall>? theirs = null)
    {
        // A call without an answer would make the next request to the model invalid.
        foreach (var open in await conversations.OpenCallsAsync(turn.Id, CancellationToken.None).ConfigureAwait(false))
        {
            if (theirs?.Any(call => call.Id == open.Call.Id) == true)
            {
                continue;
            }

            await conversations.AddAsync(turn, ToolAnswers.Cancelled(open.Call), CancellationToken.None).ConfigureAwait(false);
        }

        if (!await conversations.SetStateAsync(turn.Id, state, CancellationToken.None).ConfigureAwait(false))
        {
            return; // Ended by somebody else, who has said so.
        }

        TurnSignals.End(state, reason);
        if (reason is not null)
        {
            await voice.ErrorAsync(reason, CancellationToken.None).ConfigureAwait(false);
        }

        await voice.DoneAsync(state, [], CancellationToken.None, theirs).ConfigureAwait(false);
    }

    private static int Steps(IReadOnlyList<Message> messages) => messages.Reverse().TakeWhile(message => message is not Message.User).Count(message => message is Message.Assistant);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} failed")]
    private static partial void TurnFailed(ILogger log, string turn, Exception cause);
}
