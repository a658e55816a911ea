using System.Data.Common;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Memory.Conversations;

/// <summary>The table <c>sessions</c>.</summary>
internal static class SessionRows
{
    public static void Add(DbConnection connection, Conversation conversation) => connection.Execute(
        """
        INSERT INTO sessions (id, number, principal, started_at)
        VALUES (@id, (SELECT COALESCE(MAX(number), 0) + 1 FROM sessions), @principal, @at)
        """,
        ("@id", conversation.Id.Value),
        ("@principal", conversation.Principal.Value),
        ("@at", conversation.StartedAt.ToUnixTimeMilliseconds()));

    public static Conversation? Find(DbConnection connection, SessionId session) => connection.Rows(
        """
        SELECT id, principal, started_at FROM sessions WHERE id = @id
        """,
        Read,
        ("@id", session.Value)).SingleOrDefault();

    public static List<Conversation> Newest(DbConnection connection, PrincipalId principal, int limit) => connection.Rows(
        """
        SELECT id, principal, started_at FROM sessions WHERE principal = @principal ORDER BY number DESC LIMIT @limit
        """,
        Read,
        ("@principal", principal.Value),
        ("@limit", limit));

    private static Conversation Read(DbDataReader row) =>
        new(new(row.GetString(0)), new(row.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)));
}
