using System.Data.Common;
using Harombe.Core.Approvals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>The table of what is still to be told.</summary>
internal static class OutboxRows
{
    public static bool Insert(DbConnection connection, ApprovalId approval, ApproverChannel channel, DateTimeOffset now) => connection.Execute(
        "INSERT INTO approval_outbox (approval, channel, made_at) VALUES (@approval, @channel, @now) ON CONFLICT DO NOTHING",
        ("@approval", approval.Value),
        ("@channel", channel.Id),
        ("@now", ApprovalRows.Milliseconds(now))) == 1;

    public static bool Remove(DbConnection connection, ApprovalId approval, string channel) => connection.Execute(
        "DELETE FROM approval_outbox WHERE approval = @approval AND channel = @channel", ("@approval", approval.Value), ("@channel", channel)) == 1;

    /// <summary>The oldest first.</summary>
    public static List<(ApprovalId Approval, string Channel)> All(DbConnection connection, int most) => connection.Rows(
        "SELECT approval, channel FROM approval_outbox ORDER BY made_at, approval, channel LIMIT @most",
        row => (new ApprovalId(row.GetString(0)), row.GetString(1)),
        ("@most", most));
}
