using System.Text.Json;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>Reads beside the writer, each time on a connection from the pool. Thread-safe.</summary>
internal sealed class LogReader(AuditFile file) : IDisposable
{
    public CallFate FateOf(CallId call) => Ask(connection =>
    {
        using var command = connection.Statement(
            """
            SELECT e.kind, b.bytes FROM entries e LEFT JOIN bodies b USING (sequence)
            WHERE e.call = $1 AND e.kind IN ('call.intent', 'call.outcome') ORDER BY e.sequence
            """,
            "$1");
        using var rows = command.With(call.Value).ExecuteReader();
        var fate = CallFate.NotStarted;
        while (rows.Read())
        {
            fate = rows.GetString(0) == "call.outcome" ? FateBy(rows.IsDBNull(1) ? null : (byte[])rows[1]) : CallFate.Indeterminate;
        }

        return fate;
    });

    public TreeHead Head() => Ask(connection =>
    {
        using var command = connection.Statement("SELECT size, root FROM heads ORDER BY size DESC LIMIT 1");
        using var row = command.ExecuteReader();
        return row.Read() ? new TreeHead(row.GetInt64(0), Convert.ToHexStringLower((byte[])row[1])) : TreeHead.Of(new CompactRange());
    });

    /// <summary>The entries that the query asks for; a slow consumer holds nothing up.</summary>
    public IEnumerable<AuditRecord> Read(AuditQuery query)
    {
        var (after, left) = (query.After, query.Limit);
        for (var more = true; more && left > 0;)
        {
            var page = Ask(connection => EntryScan.Read(connection, query, after, left));
            foreach (var record in page.Records)
            {
                yield return record;
            }

            left -= page.Records.Count;
            (after, more) = (page.Reached, page.More);
        }
    }

    /// <summary>The bytes of a blob; null when there is none.</summary>
    public byte[]? Blob(byte[] hash) => Ask(connection =>
    {
        using var command = connection.Statement("SELECT bytes FROM blobs WHERE hash = $1", "$1");
        return command.With(hash).ExecuteScalar() as byte[];
    });

    public void Dispose()
    {
        using var connection = new SqliteConnection(file.Reading);
        SqliteConnection.ClearPool(connection);
    }

    // An outcome that can't be read is no proof that the call ended.
    private static CallFate FateBy(byte[]? outcome)
    {
        try
        {
            using var document = JsonDocument.Parse(outcome);
            return document.RootElement.GetProperty("ending").GetString() is { } ending && ending != "indeterminate" ? CallFate.Ended : CallFate.Indeterminate;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return CallFate.Indeterminate;
        }
    }

    public T Ask<T>(Func<SqliteConnection, T> question)
    {
        try
        {
            using var connection = new SqliteConnection(file.Reading);
            connection.Open();
            return question(connection);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or InvalidCastException)
        {
            throw AuditFault.Of(e, file.Path);
        }
    }
}
