using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals;

/// <summary>Writes what happens to questions into the audit log.</summary>
internal sealed class ApprovalJournal(IAuditLog audit, SteadyClock clock)
{
    /// <exception cref="AuditUnavailableException">It is not recorded, so it must not count.</exception>
    public async ValueTask RecordAsync(Approval approval, string what, CancellationToken cancellationToken) =>
        await AppendAsync(new ApprovalChanged(approval, what, null) { Time = clock.Now }, cancellationToken).ConfigureAwait(false);

    /// <summary>An answer or a spending that was refused. It is refused whether or not it could be recorded.</summary>
    /// <exception cref="AuditUnavailableException">It is not recorded.</exception>
    public async ValueTask RejectAsync(Approval approval, Reason reason, CancellationToken cancellationToken) =>
        await AppendAsync(new ApprovalChanged(approval, "rejected", reason.Rule) { Time = clock.Now }, cancellationToken).ConfigureAwait(false);

    private async ValueTask AppendAsync(ApprovalChanged entry, CancellationToken cancellationToken)
    {
        if (await audit.AppendAsync(entry, cancellationToken).ConfigureAwait(false) is not AuditAppend.Durable)
        {
            throw new AuditUnavailableException($"The entry {entry.Kind} was not written.", null);
        }
    }
}
