using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>An entry as the file has it, unchecked.</summary>
internal readonly record struct EntryRow(long Sequence, string Kind, string? Call, byte[] Leaf, byte[]? Bytes)
{
    public static EntryRow Read(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.IsDBNull(2) ? null : row.GetString(2),
        (byte[])row[3],
        row.IsDBNull(4) ? null : (byte[])row[4]);
}
