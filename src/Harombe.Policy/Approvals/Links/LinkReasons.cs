using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals.Links;

/// <summary>Every reason for which a link answers nothing.</summary>
internal static class LinkReasons
{
    private const string Elsewhere = "Answer on the approvals page, or with: harombe approvals list";

    public static Reason Forged() => new("link.forged", "This host did not make this link, or it was changed on its way.", Elsewhere);

    public static Reason Expired() => new("link.expired", "The link has ended, and its question with it.", Elsewhere);

    public static Reason Used() => new("link.used", "The link was used already; it answers once.", Elsewhere);

    public static Reason Approver() => new("link.approver", "The approver that the link was sent to has no token that answers questions any more.", Elsewhere);
}
