using System.Collections.Immutable;
using System.Data.Common;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.State;

namespace Harombe.Memory.Conversations;

/// <summary>The table <c>calls</c>.</summary>
internal static class CallRows
{
    public static void Add(DbConnection connection, TurnId turn, long asked, int place, RequestedCall call) => connection.Execute(
        """
        INSERT INTO calls (id, turn, asked, place, content) VALUES (@id, @turn, @asked, @place, @content)
        """,
        ("@id", call.Id.Value),
        ("@turn", turn.Value),
        ("@asked", asked),
        ("@place", place),
        ("@content", MessageForm.Write(call)));

    public static bool Exists(DbConnection connection, TurnId turn, CallId call) => connection.Number(
        """
        SELECT COUNT(*) FROM calls WHERE id = @id AND turn = @turn
        """,
        ("@id", call.Value),
        ("@turn", turn.Value)) > 0;

    public static bool IsOpen(DbConnection connection, CallId call) => connection.Number(
        """
        SELECT COUNT(*) FROM calls WHERE id = @id AND answered IS NULL
        """,
        ("@id", call.Value)) > 0;

    public static void Park(DbConnection connection, CallId call, ApprovalId approval) => connection.Execute(
        """
        UPDATE calls SET approval = @approval WHERE id = @id AND answered IS NULL
        """,
        ("@id", call.Value),
        ("@approval", approval.Value));

    public static void Answer(DbConnection connection, CallId call, long position) => connection.Execute(
        """
        UPDATE calls SET answered = @position WHERE id = @id AND answered IS NULL
        """,
        ("@id", call.Value),
        ("@position", position));

    public static List<OpenCall> Open(DbConnection connection, TurnId turn) => connection.Rows(
        """
        SELECT id, content, approval FROM calls WHERE turn = @turn AND answered IS NULL ORDER BY asked, place
        """,
        row => new OpenCall(
            MessageForm.ReadCall(row.GetString(0), row.GetString(1)),
            row.IsDBNull(2) ? null : new ApprovalId(row.GetString(2))),
        ("@turn", turn.Value));

    /// <summary>The calls of a conversation by the turn and the position of the message that asked for them.</summary>
    public static Dictionary<(string Turn, long Asked), ImmutableArray<RequestedCall>> ByMessage(DbConnection connection, SessionId session) =>
        connection.Rows(
            """
            SELECT c.turn, c.asked, c.id, c.content
            FROM calls c JOIN turns t ON t.id = c.turn
            WHERE t.session = @session
            ORDER BY c.turn, c.asked, c.place
            """,
            row => (Message: (row.GetString(0), row.GetInt64(1)), Call: MessageForm.ReadCall(row.GetString(2), row.GetString(3))),
            ("@session", session.Value))
        .GroupBy(row => row.Message, row => row.Call)
        .ToDictionary(group => group.Key, group => group.ToImmutableArray());
}
