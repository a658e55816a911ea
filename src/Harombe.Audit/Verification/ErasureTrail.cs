using System.Globalization;
using System.Text.Json;
using Harombe.Audit.Retention;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>
/// Which bodies may be missing: those that an entry announced as erased. What is left of them is held against what the announcement says of it.
/// </summary>
internal sealed class ErasureTrail
{
    private readonly List<long> missing = [];
    private readonly List<(long Sequence, ErasedRange[] Ranges, string Rows)> announced = [];

    /// <summary>How many bodies are gone.</summary>
    public long Count => missing.Count;

    public void Missing(long sequence) => missing.Add(sequence);

    /// <summary>An erasure was announced by the entry of this number.</summary>
    public void Announce(long sequence, ReadOnlySpan<byte> body)
    {
        using var entry = JsonDocument.Parse(body.ToArray());
        var ranges = entry.RootElement.GetProperty("ranges").EnumerateArray().Select(range => ErasedRange.Parse(range.GetString())).ToArray();
        announced.Add((sequence, ranges, entry.RootElement.GetProperty("rows").GetString() ?? ""));
    }

    public AuditVerdict.Tampered? End(SqliteConnection connection)
    {
        foreach (var sequence in missing)
        {
            if (!announced.Exists(one => sequence < one.Sequence && Array.Exists(one.Ranges, range => range.Holds(sequence))))
            {
                return new AuditVerdict.Tampered(sequence, $"The bytes of entry {sequence} were deleted, and no entry announces that.");
            }
        }

        foreach (var (sequence, ranges, rows) in announced)
        {
            if (Erasure.RowsHash(connection, ranges) != rows)
            {
                return new AuditVerdict.Tampered(
                    ranges.Length > 0 ? ranges[0].First : null,
                    string.Create(CultureInfo.InvariantCulture, $"What is left of the entries that entry {sequence} erased was edited: their numbers, kinds, calls and leaf hashes are not those of then."));
            }
        }

        return null;
    }
}
