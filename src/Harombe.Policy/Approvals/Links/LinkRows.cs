using System.Data.Common;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals.Links;

/// <summary>The table of links.</summary>
internal static class LinkRows
{
    public static bool Insert(DbConnection connection, SignedLink link, DateTimeOffset now) => connection.Execute(
        "INSERT INTO approval_links (nonce, approval, approver, made_at) VALUES (@nonce, @approval, @approver, @now)",
        ("@nonce", link.Nonce),
        ("@approval", link.Approval.Value),
        ("@approver", link.Approver.Value),
        ("@now", ApprovalRows.Milliseconds(now))) == 1;

    public static bool IsUnused(DbConnection connection, SignedLink link) => connection.Number(
        "SELECT COUNT(*) FROM approval_links WHERE nonce = @nonce AND approval = @approval AND approver = @approver AND used_at IS NULL",
        ("@nonce", link.Nonce),
        ("@approval", link.Approval.Value),
        ("@approver", link.Approver.Value)) == 1;

    /// <summary>Uses the link up. Of any number of attempts one happens.</summary>
    public static bool Use(DbConnection connection, SignedLink link, DateTimeOffset now) => connection.Execute(
        "UPDATE approval_links SET used_at = @now WHERE nonce = @nonce AND approval = @approval AND approver = @approver AND used_at IS NULL",
        ("@nonce", link.Nonce),
        ("@approval", link.Approval.Value),
        ("@approver", link.Approver.Value),
        ("@now", ApprovalRows.Milliseconds(now))) == 1;

    /// <summary>The answer could not be recorded, so there was none.</summary>
    public static bool Release(DbConnection connection, SignedLink link) =>
        connection.Execute("UPDATE approval_links SET used_at = NULL WHERE nonce = @nonce", ("@nonce", link.Nonce)) == 1;
}
