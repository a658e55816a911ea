using System.Data.Common;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.State;

namespace Harombe.Memory.Conversations;

/// <summary>The table <c>turns</c>.</summary>
internal static class TurnRows
{
    public static void Add(DbConnection connection, Turn turn) => connection.Execute(
        """
        INSERT INTO turns (id, number, session, state, started_at, choice)
        VALUES (@id, (SELECT COALESCE(MAX(number), 0) + 1 FROM turns), @session, @state, @at, @choice)
        """,
        ("@id", turn.Id.Value),
        ("@session", turn.Session.Value),
        ("@state", Write(turn.State)),
        ("@at", turn.StartedAt.ToUnixTimeMilliseconds()),
        ("@choice", ChoiceForm.Write(turn.Choice)));

    public static bool AnyOpen(DbConnection connection, SessionId session) => connection.Number(
        """
        SELECT COUNT(*) FROM turns WHERE session = @session AND state IN ('running', 'waiting')
        """,
        ("@session", session.Value)) > 0;

    /// <summary>False when the turn had ended: the condition stands in the statement, so an ended turn can't come back.</summary>
    public static bool SetState(DbConnection connection, TurnId turn, TurnState state) => connection.Execute(
        """
        UPDATE turns SET state = @state WHERE id = @id AND state IN ('running', 'waiting')
        """,
        ("@id", turn.Value),
        ("@state", Write(state))) == 1;

    public static Turn? Find(DbConnection connection, TurnId turn) => connection.Rows(
        """
        SELECT t.id, t.session, s.principal, t.state, t.started_at, t.choice FROM turns t JOIN sessions s ON s.id = t.session WHERE t.id = @id
        """,
        Read,
        ("@id", turn.Value)).SingleOrDefault();

    public static Turn? Last(DbConnection connection, SessionId session) => connection.Rows(
        """
        SELECT t.id, t.session, s.principal, t.state, t.started_at, t.choice
        FROM turns t JOIN sessions s ON s.id = t.session
        WHERE t.session = @session
        ORDER BY t.number DESC LIMIT 1
        """,
        Read,
        ("@session", session.Value)).SingleOrDefault();

    public static Turn? FindWaitingFor(DbConnection connection, ApprovalId approval) => connection.Rows(
        """
        SELECT t.id, t.session, s.principal, t.state, t.started_at, t.choice
        FROM calls c JOIN turns t ON t.id = c.turn JOIN sessions s ON s.id = t.session
        WHERE c.approval = @approval AND c.answered IS NULL AND t.state IN ('running', 'waiting')
        ORDER BY t.number
        """,
        Read,
        ("@approval", approval.Value)).FirstOrDefault();

    public static List<Turn> Open(DbConnection connection) => connection.Rows(
        """
        SELECT t.id, t.session, s.principal, t.state, t.started_at, t.choice
        FROM turns t JOIN sessions s ON s.id = t.session
        WHERE t.state IN ('running', 'waiting')
        ORDER BY t.number
        """,
        Read);

    private static Turn Read(DbDataReader row) => new(
        new(row.GetString(0)),
        new(row.GetString(1)),
        new(row.GetString(2)),
        ReadState(row.GetString(3)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))) { Choice = row.IsDBNull(5) ? TurnChoice.Default : ChoiceForm.Read(row.GetString(5)) };

    private static string Write(TurnState state) => state switch
    {
        TurnState.Running => "running",
        TurnState.Waiting => "waiting",
        TurnState.Done => "done",
        TurnState.Failed => "failed",
        TurnState.Cancelled => "cancelled",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A turn can't be moved to a state that is not known."),
    };

    private static TurnState ReadState(string state) => state switch
    {
        "running" => TurnState.Running,
        "waiting" => TurnState.Waiting,
        "done" => TurnState.Done,
        "failed" => TurnState.Failed,
        "cancelled" => TurnState.Cancelled,
        _ => TurnState.Unknown,
    };
}
