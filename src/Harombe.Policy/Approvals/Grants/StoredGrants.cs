using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>
/// Standing answers in the state store. A use counts the row first, which fails where somebody has just taken the grant back; the record follows, and only then
/// does the call go on. A revocation comes before its record, since it errs on asking. Thread-safe.
/// </summary>
internal sealed class StoredGrants(IStateStore state, GrantJournal journal, GrantFit fit, Granting granting, RevokedGrants revoked, SteadyClock clock) : IGrants
{
    public async ValueTask<Grant?> FindAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(decision);
        if (!GrantFit.CanBeDischarged(decision))
        {
            return null;
        }

        var standing = await state.ReadAsync(connection => GrantRows.Standing(connection, call.Tool.Name, call.Principal.Id, clock.Now), cancellationToken).ConfigureAwait(false);
        foreach (var stored in standing)
        {
            if (fit.Covers(stored.Grant, call, decision) && await IsGenuineAsync(stored, call, cancellationToken).ConfigureAwait(false))
            {
                return stored.Grant;
            }
        }

        return null;
    }

    public async ValueTask<Grant?> UseAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        if (await FindAsync(call, decision, cancellationToken).ConfigureAwait(false) is not { } grant
            || !await state.WriteAsync(connection => GrantRows.Use(connection, grant.Id, clock.Now), cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        await journal.RecordAsync(grant, "used", call.Principal.Id, call.Id, null, CancellationToken.None).ConfigureAwait(false);
        return grant;
    }

    public ValueTask<GrantProposal> ProposeAsync(ApprovalId id, GrantTerms terms, Principal by, CancellationToken cancellationToken) =>
        granting.ProposeAsync(id, terms, by, cancellationToken);

    public async ValueTask<IReadOnlyList<Grant>> ListAsync(PrincipalId? principal, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = await state.ReadAsync(connection => GrantRows.Newest(connection, principal, limit), cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(stored => stored.Grant)];
    }

    public async ValueTask<Reason?> RevokeAsync(GrantId id, PrincipalId by, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if (await state.ReadAsync(connection => GrantRows.Find(connection, id), cancellationToken).ConfigureAwait(false) is not { Grant: var grant })
        {
            return GrantReasons.Absent();
        }

        revoked.Add(id);
        if (!await state.WriteAsync(connection => GrantRows.Revoke(connection, id, by, now), cancellationToken).ConfigureAwait(false))
        {
            return GrantReasons.Over();
        }

        await journal.RecordAsync(grant with { RevokedAt = now, RevokedBy = by }, "revoked", by, null, null, CancellationToken.None).ConfigureAwait(false);
        return null;
    }

    // Said in the record, because whoever made the row may write the database.
    private async ValueTask<bool> IsGenuineAsync(StoredGrant stored, ToolCall call, CancellationToken cancellationToken)
    {
        var rule = !fit.IsSealed(stored) ? "grant.altered"
            : await revoked.HasAsync(stored.Grant.Id, cancellationToken).ConfigureAwait(false) ? "grant.revoked"
            : null;
        if (rule is not null)
        {
            await journal.RecordAsync(stored.Grant, "rejected", call.Principal.Id, call.Id, rule, cancellationToken).ConfigureAwait(false);
        }

        return rule is null;
    }
}
