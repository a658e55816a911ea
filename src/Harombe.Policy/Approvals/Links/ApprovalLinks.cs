using System.Security.Cryptography;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals.Links;

/// <summary>
/// Links that answer one question as one approver, once. Whoever holds one is taken for the approver it was sent to, so it is made for that approver alone, ends
/// with its question, and looking at it answers nothing. Thread-safe.
/// </summary>
internal sealed class ApprovalLinks(IStateStore state, IApprovals approvals, ApprovalSeals seals, Func<IPrincipals?> principals, SteadyClock clock, RefusedLinks refused)
{
    /// <summary>What a link leads to.</summary>
    public abstract record Opened
    {
        private Opened()
        {
        }

        internal sealed record Question(Approval Approval, Principal Approver, SignedLink Link) : Opened;

        internal sealed record Refused(Reason Reason) : Opened;
    }

    public async ValueTask<SignedLink> MakeAsync(Approval approval, PrincipalId approver, CancellationToken cancellationToken)
    {
        var unsealed = new SignedLink(approval.Id, approver, approval.ExpiresAt, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), "");
        var link = unsealed with { Seal = seals.Link(approval, unsealed) };
        await state.WriteAsync(connection => LinkRows.Insert(connection, link, clock.Now), cancellationToken).ConfigureAwait(false);
        return link;
    }

    /// <summary>Looks at a link without using it.</summary>
    public async ValueTask<Opened> OpenAsync(string? token, CancellationToken cancellationToken)
    {
        // The seal comes first: whoever made the link up learns of no question.
        if (SignedLink.Parse(token) is not { } link
            || await approvals.FindAsync(link.Approval, cancellationToken).ConfigureAwait(false) is not { } approval
            || !ApprovalSeals.AreSame(link.Seal, seals.Link(approval, link)))
        {
            return await RefuseAsync(LinkReasons.Forged(), null, cancellationToken).ConfigureAwait(false);
        }

        if (link.ExpiresAt <= clock.Now)
        {
            return await RefuseAsync(LinkReasons.Expired(), link.Approval, cancellationToken).ConfigureAwait(false);
        }

        if (!await state.ReadAsync(connection => LinkRows.IsUnused(connection, link), cancellationToken).ConfigureAwait(false))
        {
            return await RefuseAsync(LinkReasons.Used(), link.Approval, cancellationToken).ConfigureAwait(false);
        }

        return principals() is { } known && await known.FindApproverAsync(link.Approver, cancellationToken).ConfigureAwait(false) is { } approver && approver.Is(TokenKinds.Approver)
            ? new Opened.Question(approval, approver, link)
            : await RefuseAsync(LinkReasons.Approver(), link.Approval, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Opened> RefuseAsync(Reason reason, ApprovalId? approval, CancellationToken cancellationToken)
    {
        await refused.RecordAsync(reason.Rule, approval, cancellationToken).ConfigureAwait(false);
        return new Opened.Refused(reason);
    }

    /// <summary>Uses the link up, and answers.</summary>
    public async ValueTask<AnswerOutcome> AnswerAsync(Opened.Question opened, bool approve, string? reason, CancellationToken cancellationToken)
    {
        if (!await state.WriteAsync(connection => LinkRows.Use(connection, opened.Link, clock.Now), cancellationToken).ConfigureAwait(false))
        {
            await refused.RecordAsync(LinkReasons.Used().Rule, opened.Approval.Id, cancellationToken).ConfigureAwait(false);
            return new AnswerOutcome.Rejected(LinkReasons.Used());
        }

        try
        {
            var answer = new ApprovalAnswer(approve, opened.Approver, AnswerChannel.Link, reason is { Length: > AnswerAuthority.MaxReason } ? reason[..AnswerAuthority.MaxReason] : reason);
            return await approvals.AnswerAsync(opened.Approval.Id, answer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AuditUnavailableException)
        {
            await state.WriteAsync(connection => LinkRows.Release(connection, opened.Link), CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
