using System.Text.Json;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Entries;

/// <summary>Reads beside the writer, each time on a connection from the pool. Thread-safe.</summary>
internal sealed class LogReader(AuditFile file) : IDisposable
{
    // A read transaction keeps the write-ahead log from being reused: none stays open while a slow consumer thinks.
    private const int Page = 256;

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

    public IEnumerable<AuditRecord> Read(AuditQuery query)
    {
        var after = query.After;
        for (var left = query.Limit; left > 0;)
        {
            var page = Ask(connection => ReadPage(connection, query, after, Math.Min(left, Page)));
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < Math.Min(left, Page))
            {
                yield break;
            }

            left -= page.Count;
            after = page[^1].Sequence;
        }
    }

    public void Dispose()
    {
        using var connection = new SqliteConnection(file.Reading);
        SqliteConnection.ClearPool(connection);
    }

    private static List<AuditRecord> ReadPage(SqliteConnection connection, AuditQuery query, long? after, int limit)
    {
        var family = query.Kind?.EndsWith('.') == true;
        var clauses = new List<string>();
        using var command = connection.CreateCommand();
        if (after is { } sequence)
        {
            clauses.Add(query.NewestFirst ? "e.sequence < $after" : "e.sequence > $after");
            command.Parameters.AddWithValue("$after", sequence);
        }

        if (query.Kind is { } kind)
        {
            // The plus keeps a family, which may be half of the record, from being gathered and sorted before the first row.
            clauses.Add(family ? "+e.kind >= $kind AND +e.kind < $beyond" : "e.kind = $kind");
            command.Parameters.AddWithValue("$kind", kind);
            command.Parameters.AddWithValue("$beyond", kind + char.MaxValue);
        }

        if (query.Call is { } call)
        {
            clauses.Add("e.call = $call");
            command.Parameters.AddWithValue("$call", call.Value);
        }

        command.Parameters.AddWithValue("$limit", limit);
#pragma warning disable CA2100 // Put together from the literals above; values travel as parameters.
        command.CommandText =
            $"""
            SELECT e.sequence, b.bytes, e.leaf FROM entries e LEFT JOIN bodies b USING (sequence)
            {(clauses.Count > 0 ? "WHERE " + string.Join(" AND ", clauses) : "")}
            ORDER BY e.sequence {(query.NewestFirst ? "DESC" : "ASC")} LIMIT $limit
            """;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var page = new List<AuditRecord>();
        while (rows.Read())
        {
            page.Add(new AuditRecord(rows.GetInt64(0), rows.IsDBNull(1) ? [] : (byte[])rows[1], (byte[])rows[2]));
        }

        return page;
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
