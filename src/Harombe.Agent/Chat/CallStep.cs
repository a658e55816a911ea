using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Agent.Budgets;
using Harombe.Agent.Completions;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Guard;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Agent.Chat;

/// <summary>
/// Runs the calls of a turn that have no answer yet, through the guard. Read-only ones of one reply run side by side; others one after the other, in the
/// order in which the model asked: behind one that waits for a person nothing runs, since it may build on it. But what they need to be asked is asked, so that
/// a person has all questions of a reply before them at once.
/// </summary>
internal sealed class CallStep(GuardedKernel guard, ToolCatalog catalog, IConversations conversations, IAuditLog audit, TurnBudget budgets)
{
    private const int SideBySide = 8;

    /// <summary>What came of running calls: the approvals that are still waited for, or the budget that is spent.</summary>
    public readonly record struct Outcome(ImmutableArray<Approval> Waiting, Reason? Spent);

    /// <summary>Runs what can run now. Behind a spent budget nothing runs.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="client">Whose own tools are not run here.</param>
    /// <param name="unstored">Arguments that were not stored because they hold a secret: the guard must see them to refuse and record them.</param>
    /// <param name="voice">Where to tell.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public async ValueTask<Outcome> RunAsync(
        Turn turn,
        Principal principal,
        ClientRequest client,
        IReadOnlyDictionary<CallId, JsonElement> unstored,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var all = await conversations.OpenCallsAsync(turn.Id, cancellationToken).ConfigureAwait(false);
        var open = all.Where(call => !client.Has(call.Call.Tool)).ToList();
        var waiting = ImmutableArray.CreateBuilder<Approval>();
        for (var at = 0; at < open.Count;)
        {
            var askOnly = waiting.Count > 0;
            var together = askOnly ? 1 : open.Skip(at).TakeWhile(call => IsReadOnly(call.Call)).Take(SideBySide).Count();
            var batch = open.Skip(at).Take(Math.Max(1, together)).ToList();
            at += batch.Count;
            // What is only asked about now is counted when it is asked; what needs no asking, when it runs.
            var spent = askOnly && IsReadOnly(batch[0].Call) ? null : await TakeAsync(turn, batch, cancellationToken).ConfigureAwait(false);
            var began = budgets.Now();
            var results = await Task.WhenAll(batch.Select(call =>
                RunOneAsync(turn, call, Request(turn, call, principal, unstored) with { AskOnly = askOnly }, voice, cancellationToken))).ConfigureAwait(false);
            await budgets.SpendTimeAsync(turn, began).ConfigureAwait(false);
            waiting.AddRange(results.OfType<Approval>());
            if (spent is not null)
            {
                return new Outcome(waiting.ToImmutable(), spent);
            }
        }

        return new Outcome(waiting.ToImmutable(), null);
    }

    // Takes what the batch may have; those behind a spent budget are left out of it. One that was taken before it waited for a person isn't taken again.
    private async ValueTask<Reason?> TakeAsync(Turn turn, List<OpenCall> batch, CancellationToken cancellationToken)
    {
        for (var at = 0; at < batch.Count; at++)
        {
            if (batch[at].Approval is null && await budgets.TakeCallAsync(turn, NameOf(batch[at].Call), cancellationToken).ConfigureAwait(false) is { } spent)
            {
                batch.RemoveRange(at, batch.Count - at);
                return spent;
            }
        }

        return null;
    }

    // As configuration names it, whichever form the model used.
    private string NameOf(RequestedCall call) => catalog.Current.Find(call.Tool)?.Definition.Name.Value ?? call.Tool;

    private bool IsReadOnly(RequestedCall call) => catalog.Current.Find(call.Tool)?.Definition.ReadOnly == true;

    private async Task<Approval?> RunOneAsync(
        Turn turn,
        OpenCall open,
        CallRequest request,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var call = open.Call;
        var answer = await FateAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            var result = await guard.InvokeAsync(request with { Progress = new CallProgress(voice, call) }, cancellationToken).ConfigureAwait(false);
            if (result is CallResult.Pending pending)
            {
                if (open.Approval != pending.Approval.Id)
                {
                    await conversations.ParkAsync(turn, call.Id, pending.Approval.Id, cancellationToken).ConfigureAwait(false);
                    await voice.AskAsync(pending.Approval, cancellationToken).ConfigureAwait(false);
                }

                return pending.Approval;
            }

            if (result is CallResult.Held)
            {
                return null; // Its turn has not come.
            }

            if (result is CallResult.Refused { Reason.Rule: "call.cancelled" })
            {
                // Nothing ran. Whoever ends the turn answers the call; a host that only stops leaves it for its next start.
                cancellationToken.ThrowIfCancellationRequested();
            }

            answer = ToolAnswers.Of(call, result);
        }

        // What a tool did is kept, even if the user has ended the turn meanwhile.
        await conversations.AddAsync(turn, answer, CancellationToken.None).ConfigureAwait(false);
        await voice.AnswerAsync(answer, CancellationToken.None).ConfigureAwait(false);
        return null;
    }

    // After a restart a call without an answer may have run: the record knows, and it is never run again.
    private async ValueTask<Message.ToolAnswer?> FateAsync(RequestedCall call, CancellationToken cancellationToken) =>
        await audit.FateAsync(call.Id, cancellationToken).ConfigureAwait(false) switch
        {
            CallFate.NotStarted => null,
            CallFate.Ended => ToolAnswers.Lost(call),
            _ => ToolAnswers.Indeterminate(call),
        };

    private static CallRequest Request(Turn turn, OpenCall open, Principal principal, IReadOnlyDictionary<CallId, JsonElement> unstored) => new()
    {
        Id = open.Call.Id,
        Tool = open.Call.Tool,
        Arguments = unstored.TryGetValue(open.Call.Id, out var raw) ? raw : open.Call.Arguments ?? default,
        // None are kept that hold a secret: those wait with their question.
        Kept = open.Approval is not null && !unstored.ContainsKey(open.Call.Id),
        Principal = principal,
        Session = turn.Session,
        Face = Face.Chat,
        Approval = open.Approval,
        Patience = turn.Choice.Deferred ? Patience.Deferred : Patience.Interactive,
        // Until provenance is traced, everything the model writes may come from what it read.
        Label = new Label(Integrity.Outside, Confidentiality.Private),
    };
}
