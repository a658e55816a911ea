using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>Writes what happens to grants into the audit log.</summary>
internal sealed class GrantJournal(IAuditLog audit, SteadyClock clock)
{
    /// <exception cref="AuditUnavailableException">It is not recorded, so it must not count.</exception>
    public async ValueTask RecordAsync(Grant grant, string what, PrincipalId by, CallId? call, string? rule, CancellationToken cancellationToken)
    {
        var entry = new GrantChanged(grant, what, by, call, rule) { Time = clock.Now };
        if (await audit.AppendAsync(entry, cancellationToken).ConfigureAwait(false) is not AuditAppend.Durable)
        {
            throw new AuditUnavailableException($"The entry {entry.Kind} was not written.", null);
        }
    }
}
