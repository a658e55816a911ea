using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Harombe.Audit.Entries;

/// <summary>
/// A prepared statement without the ceremony of ADO.NET, which cost the writer more than SQLite did. Parameters count from 1. Not thread-safe.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    /// <exception cref="SqliteException">SQLite refuses the statement.</exception>
    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out statement), database);
    }

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(statement, parameter, value));
        return this;
    }

    /// <summary>Binds a text by its UTF-8 bytes; null for NULL.</summary>
    public Statement BindText(int parameter, byte[]? utf8)
    {
        Check(utf8 is null ? raw.sqlite3_bind_null(statement, parameter) : raw.sqlite3_bind_text(statement, parameter, utf8.AsSpan()));
        return this;
    }

    public Statement Bind(int parameter, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(statement, parameter) : raw.sqlite3_bind_text(statement, parameter, value));
        return this;
    }

    /// <summary>Runs it and makes it ready for the next time; true when there was a row.</summary>
    /// <exception cref="SqliteException">SQLite refuses.</exception>
    public bool Run()
    {
        var code = raw.sqlite3_step(statement);
        // The code of reset repeats that of the step; what was wrong is read before it.
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            try
            {
                SqliteException.ThrowExceptionForRC(code, database);
            }
            finally
            {
                _ = raw.sqlite3_reset(statement);
            }
        }

        _ = raw.sqlite3_reset(statement);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>The next row; false after the last one. The columns count from 0 and are good until the next step.</summary>
    /// <exception cref="SqliteException">SQLite can't read on.</exception>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
        {
            SqliteException.ThrowExceptionForRC(code, database);
        }

        return code == raw.SQLITE_ROW;
    }

    public void Reset() => _ = raw.sqlite3_reset(statement);

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>A blob, or the UTF-8 bytes of a text.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, database);
}
