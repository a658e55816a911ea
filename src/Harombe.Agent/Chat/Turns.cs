using Harombe.Agent.Agents;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Chat;

/// <summary>The turns that this host is working on. A turn outlives the request that began it. Thread-safe.</summary>
internal sealed partial class Turns(
    IConversations conversations,
    IPrincipals principals,
    TurnLoop loop,
    EventJournal journal,
    ISecretScanner scanner,
    NamedAgents agents,
    ILogger<Turns> log) : IAsyncDisposable
{
    private const int CancelAttempts = 3;

    private readonly Lock changing = new();
    private readonly Dictionary<TurnId, Work> works = [];
    private bool stopping;

    /// <summary>Begins a turn; null when another turn of the conversation is open.</summary>
    public async ValueTask<Turn?> BeginAsync(SessionId session, Principal principal, NewTurn asked, CancellationToken cancellationToken)
    {
        var (clean, redacted) = asked.Clean(scanner);
        await CloseAsync(session, cancellationToken).ConfigureAwait(false);
        var turn = await conversations.BeginTurnAsync(session, clean.Messages, clean.Choice, cancellationToken).ConfigureAwait(false);
        if (turn is not null)
        {
            await new TurnVoice(journal, turn).BeginAsync(agents.ModelOf(turn.Choice), redacted, CancellationToken.None).ConfigureAwait(false);
            Run(turn, principal);
        }

        return turn;
    }

    /// <summary>Keeps what a client says came of a call that it ran itself.</summary>
    public ValueTask AnswerAsync(Turn turn, RequestedCall call, string text, CancellationToken cancellationToken) =>
        conversations.AddAsync(turn, ToolAnswers.OfClient(call, scanner.Redact(text).Value), cancellationToken);

    // What a client left unanswered when it was given calls to run itself: the next request to the model would be invalid with them.
    private async ValueTask CloseAsync(SessionId session, CancellationToken cancellationToken)
    {
        if (await conversations.LastTurnAsync(session, cancellationToken).ConfigureAwait(false) is { State: not (TurnState.Running or TurnState.Waiting) } last)
        {
            foreach (var open in await conversations.OpenCallsAsync(last.Id, cancellationToken).ConfigureAwait(false))
            {
                await conversations.AddAsync(last, ToolAnswers.Unanswered(open.Call), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Goes on with a turn that waited or was cut off.</summary>
    public async Task ResumeAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (await principals.FindCallerAsync(turn.Principal, cancellationToken).ConfigureAwait(false) is { } principal)
        {
            Run(turn, principal);
        }
        else
        {
            await loop.FailAsync(turn, new Reason("access.revoked", "The principal of this turn has no access any more.", "Issue a new token with 'harombe token add'.")).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a turn and its tools; false when there was nothing to end, or the store does not take it.</summary>
    public async ValueTask<bool> CancelAsync(Turn turn)
    {
        for (var attempt = 0; attempt < CancelAttempts && turn.State is TurnState.Running or TurnState.Waiting; attempt++)
        {
            if (End(turn) is not { } work)
            {
                return false;
            }

            await work.Done.ConfigureAwait(false);
            // It may have come to wait for a person just before it was asked to end: then once more.
            var now = await conversations.FindTurnAsync(turn.Id, CancellationToken.None).ConfigureAwait(false);
            if (now is not { State: TurnState.Running or TurnState.Waiting })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many turns are worked on.</summary>
    public int Count
    {
        get
        {
            lock (changing)
            {
                return works.Count;
            }
        }
    }

    /// <summary>Waits until no turn is worked on, or until cancelled; it does not throw.</summary>
    public async Task IdleAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Task all;
            lock (changing)
            {
                if (works.Count == 0)
                {
                    return;
                }

                all = Task.WhenAll(works.Values.Select(work => work.Done));
            }

            await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Stops all work without ending the turns: they go on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Work> left;
        lock (changing)
        {
            stopping = true;
            left = [.. works.Values];
            foreach (var work in left)
            {
                work.Detached = true;
                work.End();
            }
        }

        await Task.WhenAll(left.Select(work => work.Done)).ConfigureAwait(false);
    }

    private Work? End(Turn turn)
    {
        lock (changing)
        {
            if (stopping)
            {
                return null;
            }

            if (works.TryGetValue(turn.Id, out var running))
            {
                running.End();
                return running;
            }

            // Nobody works on it, and while we end it nobody may: an answer to its question could arrive now.
            return Start(turn, _ => loop.CancelAsync(turn));
        }
    }

    private void Run(Turn turn, Principal principal)
    {
        lock (changing)
        {
            if (stopping)
            {
                return;
            }

            if (works.TryGetValue(turn.Id, out var running))
            {
                // Answered while the turn was still on its way to waiting: it must look again.
                running.Again = true;
                return;
            }

            Start(turn, work => loop.RunAsync(turn, principal, work, work.Token));
        }
    }

    // Under the lock.
    private Work Start(Turn turn, Func<Work, Task> step)
    {
        var work = new Work();
        works[turn.Id] = work;
        work.Done = Task.Run(() => WorkAsync(turn, work, step), CancellationToken.None);
        return work;
    }

    private async Task WorkAsync(Turn turn, Work work, Func<Work, Task> step)
    {
        TurnSignals.Active.Add(1);
        try
        {
            do
            {
                await step(work).ConfigureAwait(false);
            }
            while (TakesAgain(turn, work));
        }
        catch (Exception e)
        {
            // The store is gone: the turn stays open and goes on at the next start.
            CutOff(log, turn.Id.Value, e);
            lock (changing)
            {
                works.Remove(turn.Id);
            }
        }

        TurnSignals.Active.Add(-1);
        await work.DisposeAsync().ConfigureAwait(false);
    }

    private bool TakesAgain(Turn turn, Work work)
    {
        lock (changing)
        {
            if (work.Again && !stopping)
            {
                work.Again = false;
                return true;
            }

            works.Remove(turn.Id);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Turn {Turn} was cut off; it goes on when the host starts again")]
    private static partial void CutOff(ILogger log, string turn, Exception cause);
}
