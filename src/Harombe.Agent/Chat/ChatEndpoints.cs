using System.Globalization;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Agent.Chat;

/// <summary>The chat over HTTP.</summary>
internal sealed class ChatEndpoints(
    IConversations conversations,
    Turns turns,
    EventJournal journal,
    ChatReading reading,
    Draining draining,
    Func<HttpContext, Principal?> caller)
{
    public void Map(RouteGroupBuilder group)
    {
        group.MapPost("", PostAsync);
        group.MapPost("stream", PostStreamAsync);
        group.MapGet("", ListAsync);
        group.MapGet("{session}/stream", FollowAsync);
        group.MapPost("{session}/cancel", CancelAsync);
    }

    private async Task PostAsync(HttpContext http)
    {
        var (turn, after) = await BeginAsync(http).ConfigureAwait(false);
        if (turn is null)
        {
            return;
        }

        using var end = EndOf(http);
        var reply = new ReplyBuilder(turn);
        try
        {
            await foreach (var item in journal.FollowAsync(turn.Session, after, end.Token).ConfigureAwait(false))
            {
                if (item.Turn == turn.Id && reply.Take(item))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (draining.Over.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            await Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, new Reason(
                "host.stopping", "The host stops; the turn goes on when it starts again.", $"Read its events then: GET /chat/{turn.Session}/stream.")).ConfigureAwait(false);
            return;
        }

        await http.Response.WriteAsJsonAsync(reply.Build(), ChatJson.Readable.ChatReply, cancellationToken: http.RequestAborted).ConfigureAwait(false);
    }

    private async Task PostStreamAsync(HttpContext http)
    {
        var (turn, after) = await BeginAsync(http).ConfigureAwait(false);
        if (turn is not null)
        {
            // Ends when the turn waits for a person as well, so that no socket is held meanwhile.
            using var end = EndOf(http);
            var events = journal.FollowAsync(turn.Session, after, end.Token).Where(item => item.Turn == turn.Id);
            await EventStream.WriteAsync(http, events, item => ValueTask.FromResult(item.Kind == EventKind.Done), end.Token, draining.Over).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(HttpContext http, string session)
    {
        if (await FindAsync(http, session).ConfigureAwait(false) is not { } conversation)
        {
            return;
        }

        var from = http.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? http.Request.Query["after"].FirstOrDefault() ?? "0";
        if (!long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, new Reason(
                "chat.event-id", "Last-Event-ID is not a number that this host gave.", "Leave it out to read from the beginning.")).ConfigureAwait(false);
            return;
        }

        using var end = EndOf(http);
        await EventStream.WriteAsync(http, journal.FollowAsync(conversation.Id, after, end.Token), IsLastAsync, end.Token, draining.Over).ConfigureAwait(false);
    }

    // Stays while people are asked and over all turns that were had: only the end of the newest one is the end.
    private async ValueTask<bool> IsLastAsync(TurnEvent item) =>
        (item.Kind == EventKind.Delivered || (item.Kind == EventKind.Done && ReplyBuilder.StateOf(item) != "waiting"))
        && await conversations.LastEventAsync(item.Session, CancellationToken.None).ConfigureAwait(false) == item.Id;

    // A stream that stayed while the host stops would hold the stop until its time runs out, and nothing could be written in order any more.
    private CancellationTokenSource EndOf(HttpContext http) => CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, draining.Over);

    private async Task CancelAsync(HttpContext http, string session)
    {
        if (await FindAsync(http, session).ConfigureAwait(false) is not { } conversation)
        {
            return;
        }

        var open = await conversations.OpenTurnsAsync(http.RequestAborted).ConfigureAwait(false);
        var cancelled = open.FirstOrDefault(turn => turn.Session == conversation.Id) is { } turn && await turns.CancelAsync(turn).ConfigureAwait(false);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        if (!cancelled)
        {
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, new Reason("chat.idle", "No turn of this conversation is open.", "There is nothing to cancel.")).ConfigureAwait(false);
        }
    }

    private async Task ListAsync(HttpContext http)
    {
        var list = await conversations.ListAsync(Caller(http).Id, 100, http.RequestAborted).ConfigureAwait(false);
        IReadOnlyList<ConversationView> views = [.. list.Select(item => new ConversationView(item.Id.Value, item.StartedAt))];
        await http.Response.WriteAsJsonAsync(views, ChatJson.Default.IReadOnlyListConversationView, cancellationToken: http.RequestAborted).ConfigureAwait(false);
    }

    private async ValueTask<(Turn? Turn, long After)> BeginAsync(HttpContext http)
    {
        var (request, fault) = await reading.ReadAsync(http).ConfigureAwait(false);
        if (request is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status400BadRequest, fault!).ConfigureAwait(false); // not null: one of the two is there
            return default;
        }

        var session = request.Session is null
            ? await conversations.StartAsync(Caller(http).Id, http.RequestAborted).ConfigureAwait(false)
            : await FindAsync(http, request.Session).ConfigureAwait(false);
        if (session is null)
        {
            return default;
        }

        var after = await conversations.LastEventAsync(session.Id, http.RequestAborted).ConfigureAwait(false);
        var turn = await turns.BeginAsync(session.Id, Caller(http), request.Turn, http.RequestAborted).ConfigureAwait(false);
        if (turn is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status409Conflict, new Reason(
                "chat.busy",
                "A turn of this conversation is still open.",
                $"Wait for it, answer what it asks (GET /approvals), or end it with POST /chat/{session.Id}/cancel.")).ConfigureAwait(false);
        }

        return (turn, after);
    }

    private async ValueTask<Conversation?> FindAsync(HttpContext http, string session)
    {
        var conversation = await conversations.FindAsync(new SessionId(session), Caller(http).Id, http.RequestAborted).ConfigureAwait(false);
        if (conversation is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, new Reason("chat.session", "There is no such conversation of yours.", "Leave \"session\" out to begin one; GET /chat lists yours.")).ConfigureAwait(false);
        }

        return conversation;
    }

    private Principal Caller(HttpContext http) => caller(http) ?? throw new InvalidOperationException("The chat was mapped without authentication.");
}
