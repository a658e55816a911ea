using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Host.Alerts;

/// <summary>The record, with somebody who watches what is written into it.</summary>
internal sealed class WatchedLog(IAuditLog inner, AlertWatch watch) : IAuditLog
{
    public async ValueTask<AuditAppend> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var append = await inner.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
            if (append is AuditAppend.Durable)
            {
                watch.See(entry);
            }

            return append;
        }
        catch (AuditUnavailableException e)
        {
            watch.Unavailable(e);
            throw;
        }
    }

    public ValueTask<CallFate> FateAsync(CallId call, CancellationToken cancellationToken) => inner.FateAsync(call, cancellationToken);

    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken) => inner.ReadAsync(query, cancellationToken);
}
