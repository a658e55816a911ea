using System.Collections.Immutable;
using System.Text.Json;
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
/// order in which the model asked: behind one that waits for a person nothing runs, since it may build on it.
/// </summary>
internal sealed class CallStep(GuardedKernel guard, ToolCatalog catalog, IConversations conversations, IAuditLog audit)
{
    private const int SideBySide = 8;

    /// <summary>Runs what can run now; the approvals that are still waited for come back.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="client">Whose own tools are not run here.</param>
    /// <param name="unstored">Arguments that were not stored because they hold a secret: the guard must see them to refuse and record them.</param>
    /// <param name="voice">Where to tell.</param>
    /// <param name="cancellationToken">Ends the turn.</param>
    public async ValueTask<ImmutableArray<Approval>> RunAsync(
        Turn turn,
        Principal principal,
        ClientRequest client,
        IReadOnlyDictionary<CallId, JsonElement> unstored,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var all = await conversations.OpenCallsAsync(turn.Id, cancellationToken).ConfigureAwait(false);
        var open = all.Where(call => !client.Has(call.Call.Tool)).ToList();
        for (var at = 0; at < open.Count;)
        {
            var together = open.Skip(at).TakeWhile(call => IsReadOnly(call.Call)).Take(SideBySide).Count();
            var batch = open.Skip(at).Take(Math.Max(1, together)).ToList();
            at += batch.Count;
            var results = await Task.WhenAll(batch.Select(call => RunOneAsync(turn, call, principal, unstored, voice, cancellationToken))).ConfigureAwait(false);
            if (results.Any(approval => approval is not null))
            {
                return [.. results.OfType<Approval>()];
            }
        }

        return [];
    }

    private bool IsReadOnly(RequestedCall call) => catalog.Current.Find(call.Tool)?.Definition.ReadOnly == true;

    private async Task<Approval?> RunOneAsync(
        Turn turn,
        OpenCall open,
        Principal principal,
        IReadOnlyDictionary<CallId, JsonElement> unstored,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var call = open.Call;
        var answer = await FateAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            var result = await guard.InvokeAsync(Request(turn, open, principal, unstored) with { Progress = new CallProgress(voice, call) }, cancellationToken).ConfigureAwait(false);
            if (result is CallResult.Pending pending)
            {
                if (open.Approval != pending.Approval.Id)
                {
                    await conversations.ParkAsync(turn, call.Id, pending.Approval.Id, cancellationToken).ConfigureAwait(false);
                    await voice.AskAsync(pending.Approval, cancellationToken).ConfigureAwait(false);
                }

                return pending.Approval;
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
        Principal = principal,
        Session = turn.Session,
        Face = Face.Chat,
        Approval = open.Approval,
        // Until provenance is traced, everything the model writes may come from what it read.
        Label = new Label(Integrity.Outside, Confidentiality.Private),
    };
}
