using System.Threading.Channels;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Harombe.Audit.Entries;

/// <summary>
/// The loop of the one writer. It never ends by a fault: the callers of a failed batch are refused, the connection is dropped, and the next batch
/// opens another one. So the record is back as soon as the cause is gone.
/// </summary>
internal sealed partial class BatchWriting(
    AuditFile file, AuditOptions options, TimeProvider time, ILogger logger, Action<SqliteConnection>? opened)
{
    private readonly TaskCompletionSource firstOpening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LogWriter? writer;
    private TreeHead? acknowledged;
    private bool failing;

    /// <summary>Completes after the first attempt to open the file, however it went.</summary>
    public Task FirstOpening => firstOpening.Task;

    /// <summary>Calls of a former run that were found without an outcome. Empty until the file was opened.</summary>
    public IReadOnlyList<CallId> Recovered { get; private set; } = [];

    private bool HasRecovered { get; set; }

    public async Task RunAsync(ChannelReader<PendingAppend> queue)
    {
        var batch = new List<PendingAppend>();
        Commit(batch);
        firstOpening.SetResult();
        while (await queue.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            Take(queue, batch);
            Commit(batch);
            batch.Clear();

            // The callers just answered run before this goes on, so that their next entries share the next fsync. A microsecond for a millisecond.
            await Task.Yield();
        }

        writer?.Dispose();
    }

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
                current.Append(batch, time.GetUtcNow());
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

        foreach (var pending in batch)
        {
            pending.Committed();
        }
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
            new CallOutcome(call, CallEnding.Indeterminate, TimeSpan.Zero, ResultHash: null, Rule: "audit.recovery") { Time = now })));
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
        foreach (var pending in batch)
        {
            pending.Failed(why);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log refuses {Count} entries")]
    private partial void LogFault(AuditUnavailableException why, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The audit log {File} takes entries again")]
    private partial void LogBack(string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} calls were cut off when the host stopped; they are recorded as indeterminate and won't run again")]
    private partial void LogRecovered(int count);
}
