using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Harombe.Core.Approvals;
using Harombe.Core.Principals;

namespace Harombe.Policy.Approvals.Links;

/// <summary>What a link says: which question it answers, as whom, until when. Readable, and worthless without its seal.</summary>
/// <param name="Approval">The question.</param>
/// <param name="Approver">As whom it answers.</param>
/// <param name="ExpiresAt">When it ends: with its question at the latest.</param>
/// <param name="Nonce">Its own; used once.</param>
/// <param name="Seal">See <see cref="ApprovalSeals.Link"/>.</param>
internal sealed record SignedLink(ApprovalId Approval, PrincipalId Approver, DateTimeOffset ExpiresAt, string Nonce, string Seal)
{
    private const int Longest = 1024;

    /// <summary>As it stands in an address.</summary>
    public string Token => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Approval}\n{Approver}\n{ApprovalRows.Milliseconds(ExpiresAt)}\n{Nonce}\n{Seal}")));

    /// <summary>Null for what is no link.</summary>
    public static SignedLink? Parse(string? token)
    {
        if (token is not { Length: > 0 and <= Longest } || !Base64Url.IsValid(token))
        {
            return null;
        }

        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('\n') is [var approval, var approver, var expires, var nonce, var seal]
            && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new SignedLink(new ApprovalId(approval), new PrincipalId(approver), DateTimeOffset.FromUnixTimeMilliseconds(at), nonce, seal)
            : null;
    }
}
