using System.Data.Common;
using System.Text;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.State;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Changes the table. Each is one atomic statement that names the state it starts from, and says whether it happened. None can begin from an
/// expired row, whichever clock the row was written by.
/// </summary>
internal static class ApprovalChanges
{
    /// <summary>False when another open question about the call is there.</summary>
    public static bool Insert(DbConnection connection, Approval approval, ToolCall call, string policy, string seal) => Happened(
        connection,
        """
        INSERT INTO approvals (id, state, recorded, call_id, tool, definition, arguments, principal, session, face, risk, rule, why, policy,
                               asked_at, expires_at, binding, nonce, question_seal, terms, withheld)
        VALUES (@id, 'waiting', 1, @call, @tool, @definition, @arguments, @principal, @session, @face, @risk, @rule, @why, @policy,
                @asked, @expires, @binding, @nonce, @seal, @terms, @withheld)
        ON CONFLICT DO NOTHING
        """,
        ("@id", approval.Id.Value),
        ("@call", approval.Call.Value),
        ("@tool", approval.Tool.Value),
        ("@definition", call.Tool.Fingerprint),
        ("@arguments", Encoding.UTF8.GetString(CanonicalJson.Write(approval.Arguments))),
        ("@principal", approval.Principal.Value),
        ("@session", approval.Session.Value),
        ("@face", ApprovalRows.Word(approval.Face)),
        ("@risk", ApprovalRows.Word(approval.Risk)),
        ("@rule", approval.Rule),
        ("@why", approval.Why),
        ("@policy", policy),
        ("@asked", ApprovalRows.Milliseconds(approval.AskedAt)),
        ("@expires", ApprovalRows.Milliseconds(approval.ExpiresAt)),
        ("@binding", approval.Binding),
        ("@nonce", approval.Nonce),
        ("@seal", seal),
        ("@terms", TermsForm.Write(approval.Terms)),
        ("@withheld", approval.WithheldSeal));

    /// <summary>Takes the question for this answer. A no counts at once; a yes counts for nothing until <see cref="MarkRecorded"/>.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="id">The question.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">The moment.</param>
    /// <param name="edit">What binds the yes to other arguments than those that were asked about; null where it is to these.</param>
    public static bool Claim(DbConnection connection, ApprovalId id, ApprovalAnswer answer, DateTimeOffset now, string? edit = null) => Happened(
        connection,
        """
        UPDATE approvals SET state = @state, recorded = 0, answered_by = @by, answered_via = @via, answered_at = @now, answer_reason = @reason,
               edited = @edited, edit_binding = @edit
        WHERE id = @id AND state = 'waiting' AND expires_at > @now AND asked_at <= @latest
        """,
        ("@id", id.Value),
        ("@state", answer.Approve ? "approved" : "denied"),
        ("@by", answer.By.Id.Value),
        ("@via", ApprovalRows.Word(answer.Channel)),
        ("@reason", answer.Reason),
        ("@edited", edit is null ? null : Encoding.UTF8.GetString(CanonicalJson.Write(answer.Edited ?? default))),
        ("@edit", edit),
        ("@now", ApprovalRows.Milliseconds(now)),
        ("@latest", ApprovalRows.Milliseconds(now + ApprovalRows.Slack)));

    /// <summary>The last change is in the audit log now.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="id">The question.</param>
    /// <param name="state">What it was changed to.</param>
    /// <param name="yes">The seal of a yes; null for anything else, which keeps what is there.</param>
    public static bool MarkRecorded(DbConnection connection, ApprovalId id, ApprovalState state, string? yes = null) => Happened(
        connection,
        "UPDATE approvals SET recorded = 1, yes_seal = COALESCE(@yes, yes_seal) WHERE id = @id AND state = @state AND recorded = 0",
        ("@id", id.Value),
        ("@yes", yes),
        ("@state", ApprovalRows.Word(state)));

    /// <summary>A yes that could not be recorded was never given: the question waits again.</summary>
    public static bool Release(DbConnection connection, ApprovalId id) => Happened(
        connection,
        """
        UPDATE approvals SET state = 'waiting', recorded = 1, answered_by = NULL, answered_via = NULL, answered_at = NULL, answer_reason = NULL, edited = NULL, edit_binding = NULL
        WHERE id = @id AND state = 'approved' AND recorded = 0
        """,
        ("@id", id.Value));

    /// <summary>Uses the approval up. Of any number of attempts one happens.</summary>
    public static bool Spend(DbConnection connection, ApprovalId id, string binding, DateTimeOffset now) => Happened(
        connection,
        $"""
        UPDATE approvals SET state = 'spent', recorded = 0
        WHERE id = @id AND state = 'approved' AND recorded = 1 AND {YesTerm.Ends} > @now AND asked_at <= @latest AND binding = @binding
        """,
        ("@id", id.Value),
        ("@binding", binding),
        ("@now", ApprovalRows.Milliseconds(now)),
        ("@latest", ApprovalRows.Milliseconds(now + ApprovalRows.Slack)));

    /// <summary>Closes a question that its call doesn't need any more.</summary>
    public static bool Withdraw(DbConnection connection, ApprovalId id) => Happened(
        connection,
        "UPDATE approvals SET state = 'withdrawn', recorded = 0 WHERE id = @id AND state IN ('waiting', 'approved')",
        ("@id", id.Value));

    /// <summary>Writes down that time ran out.</summary>
    public static bool Expire(DbConnection connection, ApprovalId id, DateTimeOffset now) => Happened(
        connection,
        $"""
        UPDATE approvals SET state = 'expired', recorded = 1
        WHERE id = @id AND state IN ('waiting', 'approved') AND ({YesTerm.Ends} <= @now OR asked_at > @latest)
        """,
        ("@id", id.Value),
        ("@now", ApprovalRows.Milliseconds(now)),
        ("@latest", ApprovalRows.Milliseconds(now + ApprovalRows.Slack)));

    private static bool Happened(DbConnection connection, string sql, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        return command.ExecuteNonQuery() == 1;
    }
}
