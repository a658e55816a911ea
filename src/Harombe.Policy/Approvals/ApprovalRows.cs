using System.Data.Common;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Policy.Approvals.Quorums;

namespace Harombe.Policy.Approvals;

/// <summary>Reads the table. Every query goes through <see cref="Standing"/>, so that nobody ever sees an expired question as open.</summary>
internal static class ApprovalRows
{
    /// <summary>A question that was asked later than now by more than this was asked before the clock was set back; it can't be timed and is over.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    // Needs @now and @latest. An unrecorded yes stands as waiting: nobody's answer counts before it is in the record.
    private const string Standing = $"""
        SELECT a.*, CASE
          WHEN state IN ('waiting', 'approved') AND ({YesTerm.Ends} <= @now OR asked_at > @latest) THEN 'expired'
          WHEN state = 'approved' AND recorded = 0 THEN 'waiting'
          ELSE state END AS stands
        FROM approvals AS a
        """;

    public static StoredApproval? Find(DbConnection connection, ApprovalId id, DateTimeOffset now) =>
        Read(connection, $"{Standing} WHERE id = @id", now, ("@id", id.Value)).SingleOrDefault();

    public static StoredApproval? OpenFor(DbConnection connection, CallId call, DateTimeOffset now) => Read(
        connection,
        $"{Standing} WHERE call_id = @call AND (state = 'waiting' OR (state = 'approved' AND recorded = 0))",
        now,
        ("@call", call.Value)).SingleOrDefault();

    public static List<StoredApproval> Open(DbConnection connection, DateTimeOffset now) =>
        Read(connection, $"{Standing} WHERE state IN ('waiting', 'approved')", now);

    public static List<StoredApproval> Unrecorded(DbConnection connection, DateTimeOffset now) =>
        Read(connection, $"{Standing} WHERE recorded = 0", now);

    public static long CountWaiting(DbConnection connection, PrincipalId principal, DateTimeOffset now)
    {
        using var command = connection.Command(
            """
            SELECT COUNT(*) FROM approvals
            WHERE principal = @principal AND expires_at > @now AND asked_at <= @latest
              AND (state = 'waiting' OR (state = 'approved' AND recorded = 0))
            """,
            ("@principal", principal.Value),
            ("@now", Milliseconds(now)),
            ("@latest", Milliseconds(now + Slack)));
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static List<StoredApproval> Newest(DbConnection connection, ApprovalState? state, PrincipalId? principal, int limit, DateTimeOffset now) => Read(
        connection,
        $"""
        SELECT * FROM ({Standing}) AS b
        WHERE (@state = '' OR stands = @state) AND (@principal = '' OR principal = @principal)
        ORDER BY asked_at DESC, id DESC LIMIT @limit
        """,
        now,
        ("@state", state is { } wanted ? Word(wanted) : ""),
        ("@principal", principal?.Value ?? ""),
        ("@limit", limit));

    public static List<StoredApproval> OfTool(DbConnection connection, ToolName tool, PrincipalId principal, int limit, DateTimeOffset now) => Read(
        connection,
        $"{Standing} WHERE tool = @tool AND principal = @principal ORDER BY asked_at DESC, id DESC LIMIT @limit",
        now,
        ("@tool", tool.Value),
        ("@principal", principal.Value),
        ("@limit", limit));

    public static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static List<StoredApproval> Read(DbConnection connection, string sql, DateTimeOffset now, params ReadOnlySpan<(string, object?)> parameters)
    {
        using var command = connection.Command(
            sql,
            [.. parameters, ("@now", Milliseconds(now)), ("@latest", Milliseconds(now + Slack))]);
        using var reader = command.ExecuteReader();
        var rows = new List<StoredApproval>();
        while (reader.Read())
        {
            rows.Add(Row(reader));
        }

        reader.Close();
        return [.. rows.Select(row => row.Approval.Terms is { Demand.Quorum: > 1 } ? WithYeses(connection, row) : row)];
    }

    private static StoredApproval WithYeses(DbConnection connection, StoredApproval row)
    {
        var yeses = EndorsementRows.Of(connection, row.Approval.Id);
        return row with { Yeses = yeses, Approval = row.Approval with { Endorsed = [.. yeses.Select(yes => yes.By)] } };
    }

    private static StoredApproval Row(DbDataReader row)
    {
        var kept = Parse<ApprovalState>(Text(row, "state"));
        var approval = new Approval
        {
            Id = new ApprovalId(Text(row, "id")),
            State = Parse<ApprovalState>(Text(row, "stands")),
            Call = new CallId(Text(row, "call_id")),
            Tool = ToolName.Parse(Text(row, "tool")),
            Arguments = JsonElement.Parse(Text(row, "arguments")),
            Principal = new PrincipalId(Text(row, "principal")),
            Session = new SessionId(Text(row, "session")),
            Face = Parse<Face>(Text(row, "face")),
            Risk = Parse<Risk>(Text(row, "risk")),
            Rule = Text(row, "rule"),
            Why = Text(row, "why"),
            AskedAt = Time(row, "asked_at"),
            ExpiresAt = Time(row, "expires_at"),
            Binding = Text(row, "binding"),
            Nonce = Text(row, "nonce"),
            Terms = TermsForm.Read(TextOrNull(row, "terms")),
            WithheldSeal = TextOrNull(row, "withheld"),
        };
        var recorded = row.GetInt64(row.GetOrdinal("recorded")) == 1;
        var answered = !row.IsDBNull(row.GetOrdinal("answered_by")) && approval.State != ApprovalState.Waiting;
        return new StoredApproval(
            answered ? Answered(approval, row) : approval, Text(row, "definition"), Text(row, "policy"), recorded, kept,
            TextOrNull(row, "question_seal"), TextOrNull(row, "yes_seal"), TextOrNull(row, "edit_binding"), []);
    }

    private static Approval Answered(Approval approval, DbDataReader row) => approval with
    {
        AnsweredBy = new PrincipalId(Text(row, "answered_by")),
        AnsweredVia = Parse<AnswerChannel>(Text(row, "answered_via")),
        AnsweredAt = Time(row, "answered_at"),
        AnswerReason = TextOrNull(row, "answer_reason"),
        Edited = TextOrNull(row, "edited") is { } edited ? JsonElement.Parse(edited) : null,
    };

    private static string Text(DbDataReader row, string column) => row.GetString(row.GetOrdinal(column));

    private static string? TextOrNull(DbDataReader row, string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : Text(row, column);

    private static DateTimeOffset Time(DbDataReader row, string column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(row.GetOrdinal(column)));

    // A word that is not known becomes the zero value, which refuses.
    public static T Parse<T>(string word)
        where T : struct, Enum => Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : default;
}
