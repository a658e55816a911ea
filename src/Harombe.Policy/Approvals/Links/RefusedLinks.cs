using Harombe.Core.Approvals;
using Harombe.Core.Audit;

namespace Harombe.Policy.Approvals.Links;

/// <summary>Records links that were refused: so many a minute, and how many more there were. Whoever sends any number must not fill the record. Thread-safe.</summary>
internal sealed class RefusedLinks(IAuditLog audit, TimeProvider time)
{
    private const int MostAMinute = 30;

    private readonly Lock counting = new();
    private long since = time.GetTimestamp();
    private int recorded;
    private int more;

    public async ValueTask RecordAsync(string rule, ApprovalId? approval, CancellationToken cancellationToken)
    {
        int unrecorded;
        lock (counting)
        {
            if (time.GetElapsedTime(since) > TimeSpan.FromMinutes(1))
            {
                (since, recorded) = (time.GetTimestamp(), 0);
            }

            if (recorded++ >= MostAMinute)
            {
                more++;
                return;
            }

            (unrecorded, more) = (more, 0);
        }

        await audit.AppendAsync(new LinkRefused(rule, approval, unrecorded) { Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
    }
}
