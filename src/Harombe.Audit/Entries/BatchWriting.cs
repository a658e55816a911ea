using System.Threading.Channels;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Harombe.Audit.Entries;

/// <summary>
/// The work of the one writer. It never ends by a fault: the callers of a failed batch are refused, the connection is dropped, and the next batch
/// opens another one. So the record is back as soon as the cause is gone.
/// </summary>
internal sealed partial class BatchWriting(
    AuditFile file, AuditOptions options, TimeProvider time, ILogger logger, Action<SqliteConnection>? opened)
{
    private readonly TaskCompletionSource firstOpening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LogWriter? writer;
    private TreeHead? acknowledged;
    private DateTimeOffset latest;
    private bool failing;

    /// <summary>Completes after the first attempt to open the file, however it went.</summary>
    public Task FirstOpening => firstOpening.Task;

    /// <summary>Calls of a former run that were found without an outcome. Empty until the file was opened.</summary>
    public IReadOnlyList<CallId> Recovered { get; private set; } = [];

    /// <summary>Whether the last batch was of more than one caller: others are likely to be on their way again.</summary>
    public bool IsCrowded { get; private set; }

    private bool HasRecovered { get; set; }

    /// <summary>Opens the file, so that the first caller needn't wait for it.</summary>
    public void Begin()
    {
        Commit([]);
        firstOpening.TrySetResult();
    }

    /// <summary>Commits what is queued, as far as one batch holds it.</summary>
    public void Commit(ChannelReader<PendingAppend> queue)
    {
        var batch = new List<PendingAppend>();
        Take(queue, batch);
        IsCrowded = batch.Count > 1;
        if (batch.Count > 0)
        {
            Commit(batch);
        }
    }

    /// <summary>Commits until nothing is queued.</summary>
    public void Drain(ChannelReader<PendingAppend> queue)
    {
        while (queue.TryPeek(out _))
        {
            Commit(queue);
        }
    }

    /// <summary>Does something with the writer. If it fails, the connection is dropped as after a failed batch.</summary>
    public T Between<T>(Func<LogWriter, T> work)
    {
        try
        {
            return work(Current());
        }
        catch (Exception e)
        {
            var why = AuditFault.Of(e, file.Path);
            Refuse([], why);
            throw why;
        }
    }

    public void Close() => writer?.Dispose();

    private void Take(ChannelReader<PendingAppend> queue, List<PendingAppend> batch)
    {
        for (var bytes = 0; batch.Count < options.BatchEntries && bytes < options.BatchBytes && queue.TryRead(out var pending);)
        {
            batch.Add(pending);
            bytes += pending.Entry?.Length ?? 0;
        }
    }

    private void Commit(List<PendingAppend> batch)
    {
        try
        {
            var current = Current();
            if (batch.Count > 0)
            {
                var now = time.GetUtcNow();
                if (now + options.ClockTolerance < latest)
                {
                    throw new AuditUnavailableException(
                        $"The clock went back from {AuditTime.Format(latest)} to {AuditTime.Format(now)}, and the audit log can't tell an order of events from that. Set the clock right; if the later time was the wrong one, set audit.clock_tolerance in harombe.yaml to more than the difference.", null);
                }

                // Heads never go back: the last one says how late it has been, also to the next run.
                latest = now > latest ? now : latest;
                current.Append(batch, latest);
                acknowledged = current.Head;
            }
        }
        catch (Exception e)
        {
            Refuse(batch, AuditFault.Of(e, file.Path));
            return;
        }

        if (failing)
        {
            failing = false;
            LogBack(file.Path);
        }

        BatchAnswer.Give(batch, null);
    }

    private LogWriter Current()
    {
        if (writer is not null && !file.InPlace)
        {
            writer.Dispose();
            writer = null;
            throw new IOException("It was moved or deleted while it was open.");
        }

        if (writer is null)
        {
            writer = LogOpening.Open(file, acknowledged, opened);
            latest = writer.LastTime > latest ? writer.LastTime : latest;
        }

        if (!HasRecovered)
        {
            Recover(writer);
        }

        return writer;
    }

    // Once in the life of a process, before its first entry: whatever is open then was left by another. Later openings follow a fault, and the
    // calls that are open then are running.
    private void Recover(LogWriter into)
    {
        var calls = into.Unfinished().ToList();
        var now = time.GetUtcNow();
        var left = calls.ConvertAll(call => new PendingAppend(RenderedEntry.Of(
            new CallOutcome(call, CallEnding.Indeterminate, TimeSpan.Zero, ResultHash: null, Rule: "audit.recovery") { Time = now }, null)));
        if (left.Count > 0)
        {
            into.Append(left, now);
            LogRecovered(left.Count);
        }

        Recovered = calls;
        HasRecovered = true;
    }

    private void Refuse(List<PendingAppend> batch, AuditUnavailableException why)
    {
        try
        {
            writer?.Dispose();
        }
        catch (SqliteException)
        {
            // It is being dropped because it failed; that it also fails to close adds nothing.
        }

        writer = null;
        failing = true;
        LogFault(why, batch.Count);
        BatchAnswer.Give(batch, why);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log refuses {Count} entries")]
    private partial void LogFault(AuditUnavailableException why, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log {File} takes entries again")]
    private partial void LogBack(string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} calls were cut off when the host stopped; they are recorded as indeterminate and won't run again")]
    private partial void LogRecovered(int count);
}
