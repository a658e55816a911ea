using System.Diagnostics.CodeAnalysis;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Http;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Whoever reads questions over HTTP, and which of them.</summary>
internal sealed record Reader(Principal Principal)
{
    /// <summary>Null for an approver, who sees everybody's.</summary>
    public PrincipalId? OwnOnly => Principal.Is(TokenKinds.Approver) ? null : Principal.Id;

    public static bool TryIdentify(
        HttpContext context,
        Func<HttpContext, Principal?> principalOf,
        [NotNullWhen(true)] out Reader? reader,
        [NotNullWhen(false)] out IResult? refusal)
    {
        reader = null;
        refusal = null;
        if (principalOf(context) is not { } principal)
        {
            refusal = ApprovalProblems.Of(
                new Reason("access.token", "The request carries no token that is known here.", "Send one: Authorization: Bearer <token>, or sign in."));
            return false;
        }

        if (!principal.Is(TokenKinds.Approver) && !principal.Is(TokenKinds.Caller))
        {
            refusal = ApprovalProblems.Of(ApprovalReasons.Approver(principal.Id));
            return false;
        }

        reader = new Reader(principal);
        return true;
    }

    /// <summary>Null also where it exists but is none of the reader's business: the two can't be told apart.</summary>
    public async ValueTask<Approval?> FindAsync(IApprovals approvals, string id, CancellationToken cancellationToken)
    {
        var found = await approvals.FindAsync(new ApprovalId(id), cancellationToken).ConfigureAwait(false);
        return found is not null && (OwnOnly is not { } own || found.Principal == own) ? found : null;
    }
}
