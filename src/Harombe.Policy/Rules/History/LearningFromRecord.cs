using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Policy.Risks.Learning;
using Microsoft.Extensions.Logging;

namespace Harombe.Policy.Rules.History;

/// <summary>
/// Keeps what is learned of tools up with the record. The first decision waits for the newest entries to be read; after that it is read on in the background, a few
/// seconds behind. A record that can't be read stops the first decision, and later ones go by what was known. Thread-safe.
/// </summary>
internal sealed partial class LearningFromRecord(IAuditLog audit, LearnedHistory history, TimeProvider time, ILogger<LearningFromRecord> logger) : IDisposable
{
    private const int Most = 20_000;
    private static readonly TimeSpan Back = TimeSpan.FromDays(30);
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim reading = new(1, 1);
    private long after = -1;
    private long learned = long.MinValue;

    /// <summary>What was learned, at most a few seconds old.</summary>
    public async ValueTask<LearnedHistory> CurrentAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref learned);
        if (known == long.MinValue)
        {
            await ReadAsync(first: true, cancellationToken).ConfigureAwait(false);
        }
        else if (time.GetElapsedTime(known) > Behind && Interlocked.CompareExchange(ref learned, time.GetTimestamp(), known) == known)
        {
            _ = OnAsync();
        }

        return history;
    }

    /// <summary>Reads what is new in the record.</summary>
    public Task ReadAsync(CancellationToken cancellationToken) => ReadAsync(first: false, cancellationToken);

    public void Dispose() => reading.Dispose();

    private async Task OnAsync()
    {
        try
        {
            await ReadAsync(first: false, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Unread(logger, e);
        }
    }

    private async Task ReadAsync(bool first, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (after < 0)
            {
                await BeginAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (!first)
            {
                await foreach (var record in audit.ReadAsync(new AuditQuery(after, Most, NewestFirst: false), cancellationToken).ConfigureAwait(false))
                {
                    Take(record);
                }
            }

            Volatile.Write(ref learned, time.GetTimestamp());
        }
        finally
        {
            reading.Release();
        }
    }

    // The newest ones, then in the order in which they happened.
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var records = new List<AuditRecord>();
        foreach (var family in (string[])["call.", "approval."])
        {
            await foreach (var record in audit.ReadAsync(new AuditQuery(null, Most, NewestFirst: true, family) { Since = time.GetUtcNow() - Back }, cancellationToken).ConfigureAwait(false))
            {
                records.Add(record);
            }
        }

        foreach (var record in records.OrderBy(record => record.Sequence))
        {
            Take(record);
        }
    }

    private void Take(AuditRecord record)
    {
        after = Math.Max(after, record.Sequence);
        if (!record.Bytes.IsEmpty)
        {
            using var entry = JsonDocument.Parse(record.Bytes);
            history.Learn(entry.RootElement);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The record could not be read on; risks go by what was learned of it before.")]
    private static partial void Unread(ILogger logger, Exception fault);
}
