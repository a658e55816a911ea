using System.Collections.Concurrent;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>
/// The grants that were taken back, by the record: who can write the database can undo a revocation there, but not in the record. Read once at the first use, as
/// far back as a grant can last. Thread-safe.
/// </summary>
internal sealed class RevokedGrants(IAuditLog audit, SteadyClock clock) : IDisposable
{
    private readonly ConcurrentDictionary<GrantId, bool> revoked = new();
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile bool isRead;

    public void Add(GrantId id) => revoked[id] = true;

    public async ValueTask<bool> HasAsync(GrantId id, CancellationToken cancellationToken)
    {
        if (!isRead)
        {
            await ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return revoked.ContainsKey(id);
    }

    public void Dispose() => reading.Dispose();

    private async ValueTask ReadAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var query = new AuditQuery(null, int.MaxValue, NewestFirst: false, "grant.revoked") { Since = clock.Now - PolicyOptions.MostOfGrants };
            await foreach (var record in audit.ReadAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (!record.Bytes.IsEmpty)
                {
                    using var entry = JsonDocument.Parse(record.Bytes);
                    Add(new GrantId(entry.RootElement.GetProperty("grant").GetString() ?? ""));
                }
            }

            isRead = true;
        }
        finally
        {
            reading.Release();
        }
    }
}
