using System.Data.Common;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.State;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>A grant and its seal, as they stand in the store.</summary>
internal sealed record StoredGrant(Grant Grant, string Seal);

/// <summary>Reads and changes the table of grants. Each change is one statement that says whether it happened.</summary>
internal static class GrantRows
{
    /// <summary>Those that could cover a call: its tool and principal, not ended, not taken back, not given in the future.</summary>
    public static List<StoredGrant> Standing(DbConnection connection, ToolName tool, PrincipalId principal, DateTimeOffset now) => connection.Rows(
        """
        SELECT * FROM grants WHERE tool = @tool AND principal = @principal AND expires_at > @now AND given_at <= @latest AND revoked_at IS NULL
        ORDER BY given_at DESC, id LIMIT 1000
        """,
        Read,
        ("@tool", tool.Value),
        ("@principal", principal.Value),
        ("@now", ApprovalRows.Milliseconds(now)),
        ("@latest", ApprovalRows.Milliseconds(now + ApprovalRows.Slack)));

    public static StoredGrant? Find(DbConnection connection, GrantId id) => connection.Rows("SELECT * FROM grants WHERE id = @id", Read, ("@id", id.Value)).SingleOrDefault();

    public static List<StoredGrant> Newest(DbConnection connection, PrincipalId? principal, int limit) => connection.Rows(
        "SELECT * FROM grants WHERE @principal = '' OR principal = @principal ORDER BY given_at DESC, id DESC LIMIT @limit",
        Read,
        ("@principal", principal?.Value ?? ""),
        ("@limit", limit));

    public static bool Insert(DbConnection connection, Grant grant, string seal) => connection.Execute(
        """
        INSERT INTO grants (id, approval, tool, definition, principal, session, asks, meaning, risk, pattern, given_by, given_via, given_at, expires_at, uses, seal)
        VALUES (@id, @approval, @tool, @definition, @principal, @session, @asks, @meaning, @risk, @pattern, @by, @via, @given, @expires, 0, @seal)
        """,
        ("@id", grant.Id.Value),
        ("@approval", grant.From.Value),
        ("@tool", grant.Tool.Value),
        ("@definition", grant.Definition),
        ("@principal", grant.Principal.Value),
        ("@session", grant.Session?.Value),
        ("@asks", string.Join('\n', grant.Asks)),
        ("@meaning", grant.Meaning),
        ("@risk", ApprovalRows.Word(grant.Risk)),
        ("@pattern", grant.Pattern.GetRawText()),
        ("@by", grant.By.Value),
        ("@via", ApprovalRows.Word(grant.Via)),
        ("@given", ApprovalRows.Milliseconds(grant.GivenAt)),
        ("@expires", ApprovalRows.Milliseconds(grant.ExpiresAt)),
        ("@seal", seal)) == 1;

    public static bool Revoke(DbConnection connection, GrantId id, PrincipalId by, DateTimeOffset now) => connection.Execute(
        "UPDATE grants SET revoked_at = @now, revoked_by = @by WHERE id = @id AND revoked_at IS NULL",
        ("@id", id.Value),
        ("@by", by.Value),
        ("@now", ApprovalRows.Milliseconds(now))) == 1;

    /// <summary>Counts a use of a grant that still stands: of a use and a revocation one comes first.</summary>
    public static bool Use(DbConnection connection, GrantId id, DateTimeOffset now) => connection.Execute(
        "UPDATE grants SET uses = uses + 1, used_at = @now WHERE id = @id AND revoked_at IS NULL AND expires_at > @now",
        ("@id", id.Value),
        ("@now", ApprovalRows.Milliseconds(now))) == 1;

    private static StoredGrant Read(DbDataReader row)
    {
        string Text(string column) => row.GetString(row.GetOrdinal(column));
        string? TextOrNull(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : Text(column);
        DateTimeOffset? Time(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(row.GetOrdinal(column)));
        return new StoredGrant(
            new Grant
            {
                Id = new GrantId(Text("id")),
                From = new ApprovalId(Text("approval")),
                Tool = ToolName.Parse(Text("tool")),
                Definition = Text("definition"),
                Principal = new PrincipalId(Text("principal")),
                Session = TextOrNull("session") is { } session ? new SessionId(session) : null,
                Asks = Text("asks").Split('\n'),
                Meaning = Text("meaning"),
                Risk = ApprovalRows.Parse<Risk>(Text("risk")),
                Pattern = JsonElement.Parse(Text("pattern")),
                By = new PrincipalId(Text("given_by")),
                Via = ApprovalRows.Parse<AnswerChannel>(Text("given_via")),
                GivenAt = Time("given_at") ?? default,
                ExpiresAt = Time("expires_at") ?? default,
                RevokedAt = Time("revoked_at"),
                RevokedBy = TextOrNull("revoked_by") is { } by ? new PrincipalId(by) : null,
                Uses = row.GetInt64(row.GetOrdinal("uses")),
                UsedAt = Time("used_at"),
            },
            Text("seal"));
    }
}
