using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>Statements without rows, and statements with one value.</summary>
internal static class SqliteCommands
{
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The single value of a statement; null for no row and for NULL.</summary>
    public static object? One(this SqliteConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    /// <summary>All rows of two texts.</summary>
    public static List<(string Type, string Name)> Rows(this SqliteConnection connection, string sql)
    {
        using var command = connection.Statement(sql);
        using var rows = command.ExecuteReader();
        var all = new List<(string, string)>();
        while (rows.Read())
        {
            all.Add((rows.GetString(0), rows.GetString(1)));
        }

        return all;
    }

    public static SqliteCommand Statement(this SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a literal of ours; values travel as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    /// <summary>Sets the parameters in their order.</summary>
    public static SqliteCommand With(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
