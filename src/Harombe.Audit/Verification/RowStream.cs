using System.Collections.Concurrent;
using System.Threading.Channels;
using Harombe.Audit.Entries;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>
/// The rows of a record in their order: one thread reads, the pool looks at each row by itself, and the caller gets the batches back in order. SQLite
/// reads two tables side by side faster than it joins them.
/// </summary>
internal sealed class RowStream(SqliteConnection connection)
{
    private readonly ConcurrentBag<RowBatch> used = [];

    /// <summary>The batches; each is good until the next one is asked for.</summary>
    /// <exception cref="SqliteException">The file can't be read on.</exception>
    public IEnumerable<RowBatch> Read(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ahead = Channel.CreateBounded<Task<RowBatch>>(2 * Environment.ProcessorCount);
        var reading = Task.Run(() => FillAsync(ahead.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (ahead.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                while (ahead.Reader.TryRead(out var batch))
                {
                    var rows = batch.GetAwaiter().GetResult();
                    yield return rows;
                    used.Add(rows);
                }
            }
        }
        finally
        {
            // The connection is the reader's until it has ended.
            stop.Cancel();
            reading.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        }
    }

    private async Task FillAsync(ChannelWriter<Task<RowBatch>> ahead, CancellationToken cancellationToken)
    {
        try
        {
            using var entries = new Statement(connection, "SELECT sequence, kind, call, leaf FROM entries ORDER BY sequence");
            using var bodies = new Statement(connection, "SELECT sequence, bytes FROM bodies ORDER BY sequence");
            var body = bodies.Step();
            for (var more = entries.Step(); more;)
            {
                var batch = used.TryTake(out var again) ? again : new RowBatch();
                batch.Clear();
                for (; more && !batch.IsFull; more = entries.Step())
                {
                    while (body && bodies.Long(0) < entries.Long(0))
                    {
                        body = bodies.Step();
                    }

                    batch.Add(entries, body && bodies.Long(0) == entries.Long(0) ? bodies : null);
                }

                await ahead.WriteAsync(Task.Run(batch.Check, CancellationToken.None), cancellationToken).ConfigureAwait(false);
            }

            ahead.Complete();
        }
        catch (Exception e)
        {
            ahead.Complete(e);
        }
    }
}
