using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Audit.Entries;

/// <summary>
/// The record in one SQLite file. Callers queue; whoever finds the writer idle commits what has queued up, its own entry among it, in one transaction on
/// its own thread, and the pool goes on with what queued up meanwhile: a lone caller waits for an fsync and for no other thread. Where the last batch was
/// of several callers, the next one is left to the pool, so that the others can join it.
/// A caller that cancels while it waits for room in the queue has left no entry. Once its entry is queued it can't be called back, so the
/// caller is kept until the commit whatever its token says: the answer is always the truth. A refusal says that the entry is not known to be
/// durable; when a commit itself failed, the entry may still turn up, and a call it announced then counts as indeterminate. Thread-safe.
/// </summary>
internal sealed class SqliteAuditLog : IAuditLog, IAsyncDisposable, IDisposable
{
    private readonly Channel<PendingAppend> queue;
    private readonly AuditFile file;
    private readonly LogReader reader;
    private readonly BatchWriting writing;

    // Held by the one thread that writes.
    private readonly SemaphoreSlim turn = new(0, 1);
    private bool closed;

    private readonly EntrySeal? seal;

    public SqliteAuditLog(IOptions<AuditOptions> options, TimeProvider time, ILogger<SqliteAuditLog> logger, LogKeys keys)
        : this(options.Value, time, logger, null, keys.Seal)
    {
    }

    // opened sees each connection of the writer before it is used.
    internal SqliteAuditLog(AuditOptions options, TimeProvider time, ILogger logger, Action<SqliteConnection>? opened, EntrySeal? seal = null)
    {
        this.seal = seal;
        file = new AuditFile(options);
        reader = new LogReader(file);
        queue = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(options.Queue) { SingleReader = true });
        writing = new BatchWriting(file, options, time, logger, opened);
        ThreadPool.UnsafeQueueUserWorkItem(
            static log =>
            {
                log.writing.Begin();
                log.Continue();
            },
            this,
            preferLocal: false);
    }

    public async ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var pending = new PendingAppend(RenderedEntry.Of(entry, seal));
        return await QueueAsync(pending, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("An entry was committed without an answer.");
    }

    /// <summary>
    /// Waits until the file is open and every call that a former run left without an outcome has one that says so. The writer does that by
    /// itself before it takes its first entry; this is for those who must know.
    /// </summary>
    /// <returns>The calls that were left.</returns>
    /// <exception cref="AuditUnavailableException">The file can't be opened. The next call tries again.</exception>
    public async ValueTask<IReadOnlyList<CallId>> RecoverAsync(CancellationToken cancellationToken)
    {
        await QueueAsync(new PendingAppend(null), cancellationToken).ConfigureAwait(false);
        return writing.Recovered;
    }

    public async ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await writing.FirstOpening.WaitAsync(cancellationToken).ConfigureAwait(false);
        return reader.FateOf(call);
    }

    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await writing.FirstOpening.WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var record in reader.Read(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    /// <summary>The head that the last commit wrote.</summary>
    /// <exception cref="AuditUnavailableException">The file can't be read.</exception>
    public async ValueTask<TreeHead> HeadAsync(CancellationToken cancellationToken)
    {
        await writing.FirstOpening.WaitAsync(cancellationToken).ConfigureAwait(false);
        return reader.Head();
    }

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>The bytes of a blob; null when there is none.</summary>
    /// <exception cref="AuditUnavailableException">The file can't be read.</exception>
    public byte[]? Blob(byte[] hash) => reader.Blob(hash);

    /// <summary>Does something with the writer's connection between two batches.</summary>
    /// <exception cref="AuditUnavailableException">The file can't be written.</exception>
    public async ValueTask<T> BetweenBatchesAsync<T>(Func<LogWriter, T> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return closed ? throw new AuditUnavailableException($"The audit log {file.Path} is closed: the host is stopping.", null) : writing.Between(work);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Reads beside the writer.</summary>
    /// <exception cref="AuditUnavailableException">The file can't be read.</exception>
    public async ValueTask<T> BesideAsync<T>(Func<SqliteConnection, T> question, CancellationToken cancellationToken)
    {
        await writing.FirstOpening.WaitAsync(cancellationToken).ConfigureAwait(false);
        return reader.Ask(question);
    }

    /// <summary>Commits what is queued, then closes the file. Later callers are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await turn.WaitAsync().ConfigureAwait(false);
        if (!closed)
        {
            closed = true;
            writing.Drain(queue.Reader);
            writing.Close();
            reader.Dispose();
        }

        turn.Release();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask<AuditAppend?> QueueAsync(PendingAppend pending, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!queue.Writer.TryWrite(pending))
        {
            try
            {
                await queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException e)
            {
                throw new AuditUnavailableException($"The audit log {file.Path} is closed: the host is stopping.", e);
            }
        }

        if (turn.Wait(0, CancellationToken.None))
        {
            if (writing.IsCrowded)
            {
                ContinueOnPool();
            }
            else
            {
                writing.Commit(queue.Reader);
                Release();
            }
        }

        return await pending.Done.ConfigureAwait(false);
    }

    // Whoever queued while the turn was taken relies on the one who had it.
    private void Release()
    {
        turn.Release();
        if (queue.Reader.TryPeek(out _) && turn.Wait(0, CancellationToken.None))
        {
            ContinueOnPool();
        }
    }

    // Behind the callers that were just answered, which have their next entries queued by then: one commit takes them all.
    private void ContinueOnPool() => ThreadPool.UnsafeQueueUserWorkItem(static log => log.Continue(), this, preferLocal: false);

    private void Continue()
    {
        writing.Drain(queue.Reader);
        Release();
    }
}
