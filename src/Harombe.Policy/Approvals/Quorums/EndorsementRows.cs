using System.Data.Common;
using Harombe.Core.Approvals;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals.Quorums;

/// <summary>The table of yeses to questions that need several.</summary>
internal static class EndorsementRows
{
    public static List<Endorsement> Of(DbConnection connection, ApprovalId id) => connection.Rows(
        "SELECT principal, via, at, seal FROM approval_yeses WHERE approval = @id AND recorded = 1 ORDER BY at, principal",
        row => new Endorsement(
            new PrincipalId(row.GetString(0)), ApprovalRows.Parse<AnswerChannel>(row.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.IsDBNull(3) ? null : row.GetString(3)),
        ("@id", id.Value));

    /// <summary>Takes the person's place, if the question waits and nobody has; what a crash left unrecorded in it is taken over. Of one person's two attempts one happens.</summary>
    public static bool Take(DbConnection connection, ApprovalId id, Endorsement yes, DateTimeOffset now) => connection.Execute(
        """
        INSERT INTO approval_yeses (approval, person, principal, via, at, recorded)
        SELECT @id, @person, @principal, @via, @at, 0
        WHERE EXISTS (SELECT 1 FROM approvals WHERE id = @id AND state = 'waiting' AND expires_at > @now AND asked_at <= @latest)
        ON CONFLICT (approval, person) DO UPDATE SET principal = excluded.principal, via = excluded.via, at = excluded.at
        WHERE approval_yeses.recorded = 0 AND approval_yeses.at < excluded.at - 5000
        """,
        ("@id", id.Value),
        ("@person", AnswerDemand.PersonOf(yes.By)),
        ("@principal", yes.By.Value),
        ("@via", ApprovalRows.Word(yes.Via)),
        ("@at", ApprovalRows.Milliseconds(yes.At)),
        ("@now", ApprovalRows.Milliseconds(now)),
        ("@latest", ApprovalRows.Milliseconds(now + ApprovalRows.Slack))) == 1;

    public static bool MarkRecorded(DbConnection connection, ApprovalId id, Endorsement yes, string seal) => connection.Execute(
        "UPDATE approval_yeses SET recorded = 1, seal = @seal WHERE approval = @id AND principal = @principal AND at = @at AND recorded = 0",
        ("@id", id.Value),
        ("@principal", yes.By.Value),
        ("@at", ApprovalRows.Milliseconds(yes.At)),
        ("@seal", seal)) == 1;
}
