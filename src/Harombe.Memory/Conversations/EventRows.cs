using System.Data.Common;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.State;

namespace Harombe.Memory.Conversations;

/// <summary>The table <c>turn_events</c>.</summary>
internal static class EventRows
{
    /// <summary>Adds them all; true.</summary>
    public static bool AddAll(DbConnection connection, IReadOnlyList<TurnEvent> events)
    {
        foreach (var added in events)
        {
            // A watcher that comes back asks for "everything after the last id I saw": a hole or a repetition would be lost on it.
            if (Last(connection, added.Session) is var last && added.Id != last + 1)
            {
                throw new InvalidOperationException($"Event {added.Id} of '{added.Session}' doesn't follow event {last}.");
            }

            Add(connection, added);
        }

        return true;
    }

    private static void Add(DbConnection connection, TurnEvent added) => connection.Execute(
        """
        INSERT INTO turn_events (session, id, turn, kind, content) VALUES (@session, @id, @turn, @kind, @content)
        """,
        ("@session", added.Session.Value),
        ("@id", added.Id),
        ("@turn", added.Turn.Value),
        ("@kind", added.Kind),
        ("@content", added.Json));

    public static List<TurnEvent> After(DbConnection connection, SessionId session, long after) => connection.Rows(
        """
        SELECT turn, id, kind, content FROM turn_events WHERE session = @session AND id > @after ORDER BY id
        """,
        row => new TurnEvent(session, new(row.GetString(0)), row.GetInt64(1), row.GetString(2), row.GetString(3)),
        ("@session", session.Value),
        ("@after", after));

    public static long Last(DbConnection connection, SessionId session) => connection.Number(
        """
        SELECT COALESCE(MAX(id), 0) FROM turn_events WHERE session = @session
        """,
        ("@session", session.Value));
}
