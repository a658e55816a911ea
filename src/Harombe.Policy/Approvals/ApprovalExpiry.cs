using System.Collections.Concurrent;
using System.Threading.Channels;
using Harombe.Core.Approvals;
using Harombe.Core.State;
using Microsoft.Extensions.Logging;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Turns questions whose time ran out into a recorded no. That they count as a no follows from the time alone, so the audit entry comes first here: a
/// crash in between repeats the entry, and none is missing. Thread-safe.
/// </summary>
internal sealed partial class ApprovalExpiry(
    IStateStore state,
    ApprovalJournal journal,
    ApprovalWatchers watchers,
    WithheldArguments withheld,
    SteadyClock clock,
    TimeProvider time,
    ILogger<ApprovalExpiry> log) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Channel<ApprovalId> due = Channel.CreateUnbounded<ApprovalId>();
    private readonly ConcurrentDictionary<ApprovalId, ITimer> timers = new();
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>Looks at the question again when its time has run out.</summary>
    public void Schedule(Approval approval) => After(approval.Id, YesTerm.EndOf(approval) - clock.Now);

    /// <summary>Looks at the question as soon as possible.</summary>
    public void Hasten(ApprovalId id) => due.Writer.TryWrite(id);

    /// <summary>The question is closed: no need to look, and nothing to keep for it.</summary>
    public void Forget(ApprovalId id)
    {
        withheld.Forget(id);
        if (timers.TryRemove(id, out var timer))
        {
            timer.Dispose();
        }
    }

    /// <summary>Expires the question if its time has run out and nobody has written so yet.</summary>
    public async ValueTask SettleAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var found = await state.ReadAsync(connection => ApprovalRows.Find(connection, id, clock.Now), cancellationToken).ConfigureAwait(false);
            if (found is not { Kept: ApprovalState.Waiting or ApprovalState.Approved })
            {
                Forget(id);
                return;
            }

            if (found.Approval.State != ApprovalState.Expired)
            {
                Schedule(found.Approval);
                return;
            }

            // At once, whether or not it can be recorded now.
            withheld.Forget(id);
            await journal.RecordAsync(found.Approval, "expired", cancellationToken).ConfigureAwait(false);
            if (await state.WriteAsync(connection => ApprovalChanges.Expire(connection, id, clock.Now), CancellationToken.None).ConfigureAwait(false))
            {
                Forget(id);
                watchers.Publish(found.Approval);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Settles whatever comes due, until cancelled. What can't be recorded now is tried again.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var id in due.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await SettleAsync(id, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogNotSettled(log, e, id);
                After(id, RetryAfter);
            }
        }
    }

    public void Dispose()
    {
        foreach (var id in timers.Keys)
        {
            Forget(id);
        }

        oneAtATime.Dispose();
    }

    private void After(ApprovalId id, TimeSpan delay)
    {
        // Made idle and started afterwards, so that it can't fire before it is listed.
        var timer = time.CreateTimer(_ => Hasten(id), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timers.AddOrUpdate(id, timer, (_, old) =>
        {
            old.Dispose();
            return timer;
        });
        timer.Change(delay > TimeSpan.FromMilliseconds(1) ? delay : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The expiry of {Approval} is not recorded yet; the approval is refused meanwhile.")]
    private static partial void LogNotSettled(ILogger log, Exception cause, ApprovalId approval);
}
