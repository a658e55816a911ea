using System.Collections.Immutable;
using System.Data.Common;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.State;

namespace Harombe.Memory.Conversations;

/// <summary>The table <c>messages</c>.</summary>
internal static class MessageRows
{
    /// <summary>Adds a message at the end of its turn; its position there.</summary>
    public static long Add(DbConnection connection, TurnId turn, Message message)
    {
        var position = connection.Number(
            """
            SELECT COALESCE(MAX(position), 0) + 1 FROM messages WHERE turn = @turn
            """,
            ("@turn", turn.Value));
        var (kind, content) = MessageForm.Write(message);
        connection.Execute(
            """
            INSERT INTO messages (turn, position, kind, content) VALUES (@turn, @position, @kind, @content)
            """,
            ("@turn", turn.Value),
            ("@position", position),
            ("@kind", kind),
            ("@content", content));
        return position;
    }

    public static List<Message> Of(DbConnection connection, SessionId session)
    {
        var calls = CallRows.ByMessage(connection, session);
        return connection.Rows(
            """
            SELECT m.turn, m.position, m.kind, m.content
            FROM messages m JOIN turns t ON t.id = m.turn
            WHERE t.session = @session
            ORDER BY t.number, m.position
            """,
            row => MessageForm.ReadMessage(
                row.GetString(2),
                row.GetString(3),
                calls.GetValueOrDefault((row.GetString(0), row.GetInt64(1)), ImmutableArray<RequestedCall>.Empty)),
            ("@session", session.Value));
    }
}
