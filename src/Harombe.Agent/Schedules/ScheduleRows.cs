using System.Data.Common;
using Harombe.Core.State;

namespace Harombe.Agent.Schedules;

/// <summary>The table <c>schedules</c>.</summary>
internal static class ScheduleRows
{
    /// <summary>Up to when the schedule was run; null when it never was.</summary>
    public static DateTimeOffset? Done(DbConnection connection, string name) => connection.Rows(
        """
        SELECT done FROM schedules WHERE name = @name
        """,
        row => (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)),
        ("@name", name)).SingleOrDefault();

    /// <summary>Takes all times up to a moment; false when somebody else has.</summary>
    public static bool Take(DbConnection connection, string name, DateTimeOffset upTo) => connection.Execute(
        """
        INSERT INTO schedules (name, done) VALUES (@name, @done)
        ON CONFLICT (name) DO UPDATE SET done = excluded.done WHERE schedules.done < excluded.done
        """,
        ("@name", name),
        ("@done", upTo.ToUnixTimeMilliseconds())) == 1;
}
