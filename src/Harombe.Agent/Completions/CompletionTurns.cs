using Harombe.Agent.Chat;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Http;

namespace Harombe.Agent.Completions;

/// <summary>A turn that answers a request.</summary>
/// <param name="Turn">The turn.</param>
/// <param name="After">The event behind which the answer begins.</param>
/// <param name="Resumed">It is the turn of an earlier request, which waited for a person.</param>
/// <param name="Kept">The client said that it will come back to this conversation.</param>
internal sealed record BegunCompletion(Turn Turn, long After, bool Resumed, bool Kept);

/// <summary>
/// Finds the turn that a request is about. Without a session each request brings the whole conversation and begins one of its own; with one, only what is
/// new counts, and a request that is sent again goes on with the turn that waited for a person.
/// </summary>
internal sealed class CompletionTurns(IConversations conversations, IApprovals approvals, Turns turns)
{
    public async ValueTask<(BegunCompletion? Begun, CompletionFault? Fault)> BeginAsync(CompletionRequest request, Principal principal, CancellationToken cancellationToken)
    {
        if (request.Session is not { } named)
        {
            var fresh = await conversations.StartAsync(principal.Id, cancellationToken).ConfigureAwait(false);
            return await StartAsync(fresh.Id, request.Messages.All, request, principal, cancellationToken).ConfigureAwait(false);
        }

        if (await conversations.FindAsync(new SessionId(named), principal.Id, cancellationToken).ConfigureAwait(false) is not { } session)
        {
            return (null, new CompletionFault(StatusCodes.Status404NotFound, "There is no such conversation of yours. Leave harombe_session out to begin one.", "session_not_found", "harombe_session"));
        }

        var last = await conversations.LastTurnAsync(session.Id, cancellationToken).ConfigureAwait(false);
        if (last is not null && await StandingAsync(last, request, cancellationToken).ConfigureAwait(false) is { } standing)
        {
            return (standing, null);
        }

        if (last is { State: TurnState.Running })
        {
            return (null, new CompletionFault(StatusCodes.Status409Conflict, "A turn of this conversation is still open. Wait for it, or end it with POST /chat/{session}/cancel.", "session_busy", "harombe_session"));
        }

        if (last is not null)
        {
            await AnswerAsync(last, request, cancellationToken).ConfigureAwait(false);
        }

        return await StartAsync(session.Id, request.Messages.New, request, principal, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(BegunCompletion? Begun, CompletionFault? Fault)> StartAsync(
        SessionId session, IReadOnlyList<Message> messages, CompletionRequest request, Principal principal, CancellationToken cancellationToken)
    {
        if (messages.Count == 0 && request.Messages.Answers.Count == 0)
        {
            return (null, CompletionFault.Request("messages", "There is nothing new to answer: the last message is the model's own."));
        }

        var after = await conversations.LastEventAsync(session, cancellationToken).ConfigureAwait(false);
        return await turns.BeginAsync(session, principal, new NewTurn(messages, request.Choice), cancellationToken).ConfigureAwait(false) is { } turn
            ? (new BegunCompletion(turn, after, Resumed: false, Kept: request.Session is not null), null)
            : (null, new CompletionFault(StatusCodes.Status409Conflict, "A turn of this conversation is still open.", "session_busy", "harombe_session"));
    }

    // The turn that waits, or waited, for a person and whose end nobody was told. Whatever the client says meanwhile, it must hear of that first.
    private async ValueTask<BegunCompletion?> StandingAsync(Turn last, CompletionRequest request, CancellationToken cancellationToken)
    {
        var events = await conversations.EventsAsync(last.Session, 0, cancellationToken).ConfigureAwait(false);
        var own = events.Where(item => item.Turn == last.Id).ToList();
        var asked = own.FindLastIndex(item => item.Kind == EventKind.ApprovalRequired);
        if (asked < 0 || own.Any(item => item.Kind == EventKind.Delivered))
        {
            return null;
        }

        var isOpen = last.State is TurnState.Running or TurnState.Waiting;
        var isSame = request.Messages.New is not [.., Message.User said] || await IsSaidAsync(last, said, cancellationToken).ConfigureAwait(false);
        if (!isOpen && !isSame)
        {
            return null;
        }

        // Where it still waits, the question is told again; where it went on, what came after.
        var stood = own.FindLastIndex(item => item.Kind == EventKind.Done && ReplyBuilder.StateOf(item) == "waiting");
        var after = stood < asked || await WaitsAsync(last, cancellationToken).ConfigureAwait(false) ? own[asked].Id - 1 : own[stood].Id;
        return new BegunCompletion(last, after, Resumed: true, Kept: true);
    }

    private async ValueTask<bool> WaitsAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (turn.State != TurnState.Waiting)
        {
            return false;
        }

        foreach (var open in await conversations.OpenCallsAsync(turn.Id, cancellationToken).ConfigureAwait(false))
        {
            if (open.Approval is { } id && await approvals.FindAsync(id, cancellationToken).ConfigureAwait(false) is { State: ApprovalState.Waiting })
            {
                return true;
            }
        }

        // Answered: it goes on at this moment.
        return false;
    }

    private async ValueTask<bool> IsSaidAsync(Turn turn, Message.User said, CancellationToken cancellationToken)
    {
        var messages = await conversations.MessagesAsync(turn.Session, cancellationToken).ConfigureAwait(false);
        return messages.OfType<Message.User>().LastOrDefault()?.Text == said.Text;
    }

    // What the client says came of the calls that it was given.
    private async ValueTask AnswerAsync(Turn last, CompletionRequest request, CancellationToken cancellationToken)
    {
        var open = await conversations.OpenCallsAsync(last.Id, cancellationToken).ConfigureAwait(false);
        foreach (var (id, text) in request.Messages.Answers)
        {
            if (open.FirstOrDefault(call => call.Call.Id.Value == id) is { } asked)
            {
                await turns.AnswerAsync(last, asked.Call, text, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
