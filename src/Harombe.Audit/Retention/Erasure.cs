using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Audit.Entries;
using Harombe.Audit.Stretches;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Retention;

/// <summary>
/// Erases bodies: everything before a time, or everything of one person. It is announced by an entry before the first byte goes; what an erasure that
/// was cut off left is erased at the next one. Leaf hashes, numbers, kinds and call ids stay.
/// </summary>
internal sealed class Erasure(SqliteAuditLog log, TimeProvider time)
{
    // Ranges in one entry: it must hold them.
    private const int MostRanges = 1500;

    /// <summary>Erases the bodies of all entries before a time. Entries of the record's own keys and erasures stay: verification needs them.</summary>
    /// <returns>How many entries.</returns>
    public ValueTask<long> BeforeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        EraseAsync("retention", null, connection => Select(connection, (_, body) => Text(body, "time") is { } at && string.CompareOrdinal(at, AuditTime.Format(before)) < 0), cancellationToken);

    /// <summary>Erases the bodies of all entries of a principal.</summary>
    /// <returns>How many entries.</returns>
    public ValueTask<long> OfSubjectAsync(PrincipalId subject, PrincipalId by, CancellationToken cancellationToken) =>
        EraseAsync("subject", by, connection => Select(connection, (_, body) => Text(body, "principal") == subject.Value), cancellationToken);

    /// <summary>SHA-256 over what stays of the entries of some ranges.</summary>
    public static string RowsHash(SqliteConnection connection, IEnumerable<ErasedRange> ranges)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var rows = new Statement(connection, "SELECT sequence, kind, call, leaf FROM entries WHERE sequence BETWEEN ?1 AND ?2 ORDER BY sequence");
        foreach (var range in ranges)
        {
            rows.Bind(1, range.First).Bind(2, range.Last);
            while (rows.Step())
            {
                hash.AppendData(Encoding.ASCII.GetBytes(rows.Long(0).ToString(CultureInfo.InvariantCulture)));
                foreach (var column in (ReadOnlySpan<int>)[1, 2, 3])
                {
                    hash.AppendData("\n"u8);
                    hash.AppendData(rows.Bytes(column));
                }

                hash.AppendData("\n"u8);
            }

            rows.Reset();
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async ValueTask<long> EraseAsync(string why, PrincipalId? by, Func<SqliteConnection, List<ErasedRange>> select, CancellationToken cancellationToken)
    {
        var (ranges, all) = (await log.BesideAsync(select, cancellationToken).ConfigureAwait(false), 0L);
        foreach (var chunk in ranges.Chunk(MostRanges))
        {
            var rows = await log.BesideAsync(connection => RowsHash(connection, chunk), cancellationToken).ConfigureAwait(false);
            var entry = new BodiesErased(why, [.. chunk.Select(range => range.ToString())], rows, by) { Time = time.GetUtcNow() };
            if (await log.AppendAsync(entry, cancellationToken).ConfigureAwait(false) is AuditAppend.Durable announced)
            {
                all += await log.BetweenBatchesAsync(writer => Erase(writer.Connection, chunk, announced.Sequence), cancellationToken).ConfigureAwait(false);
            }
        }

        return all;
    }

    private static long Erase(SqliteConnection connection, IReadOnlyList<ErasedRange> ranges, long entry)
    {
        var erased = 0L;
        connection.Run("BEGIN IMMEDIATE");
        using (var allow = connection.Statement("INSERT INTO erasures (first, last, entry) SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE first = $1)", "$1", "$2", "$3"))
        using (var body = connection.Statement("DELETE FROM bodies WHERE sequence BETWEEN $1 AND $2", "$1", "$2"))
        using (var stretch = connection.Statement("DELETE FROM stretches WHERE number BETWEEN $1 AND $2", "$1", "$2"))
        using (var use = connection.Statement("DELETE FROM blob_uses WHERE sequence BETWEEN $1 AND $2", "$1", "$2"))
        {
            foreach (var range in ranges)
            {
                allow.With(range.First, range.Last, entry).ExecuteNonQuery();
                erased += body.With(range.First, range.Last).ExecuteNonQuery();
                use.With(range.First, range.Last).ExecuteNonQuery();
                // Its numbers would confirm a guess of who was there.
                stretch.With(Stretch.Of(range.First), Stretch.Of(range.Last)).ExecuteNonQuery();
            }
        }

        connection.Run("DELETE FROM blobs WHERE NOT EXISTS (SELECT 1 FROM blob_uses WHERE blob_uses.hash = blobs.hash)");
        connection.Run("COMMIT");
        // The write-ahead log still has the pages as they were.
        connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        return erased;
    }

    private static List<ErasedRange> Select(SqliteConnection connection, Func<long, JsonElement, bool> goes)
    {
        var ranges = new List<ErasedRange>();
        using var rows = new Statement(
            connection, "SELECT b.sequence, b.bytes FROM bodies b JOIN entries e USING (sequence) WHERE e.kind NOT IN ('audit.key', 'audit.erased') ORDER BY b.sequence");
        while (rows.Step())
        {
            var sequence = rows.Long(0);
            using var body = JsonDocument.Parse(rows.Bytes(1).ToArray());
            if (!goes(sequence, body.RootElement))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].Last == sequence - 1)
            {
                ranges[^1] = ranges[^1] with { Last = sequence };
            }
            else
            {
                ranges.Add(new ErasedRange(sequence, sequence));
            }
        }

        return ranges;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
