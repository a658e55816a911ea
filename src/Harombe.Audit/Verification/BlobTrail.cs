using System.Security.Cryptography;
using Harombe.Audit.Entries;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>Payloads beside their entries: each is what its address says, each that an entry names is there, and there are no others.</summary>
internal sealed class BlobTrail
{
    private readonly List<(long Sequence, string Address)> named = [];

    /// <summary>Looks for the addresses that a body names.</summary>
    public void Read(long sequence, ReadOnlySpan<byte> body)
    {
        // A member whose name ends so is always one of ours; texts of others stand in strings, where the quotation mark is escaped.
        for (var rest = body; rest.IndexOf("Blob\":{\"bytes\":"u8) is >= 0 and var at;)
        {
            rest = rest[(at + 15)..];
            var address = rest.IndexOf("\"sha256\":\""u8);
            if (address < 0 || rest.Length < address + 10 + 64)
            {
                return;
            }

            named.Add((sequence, System.Text.Encoding.ASCII.GetString(rest.Slice(address + 10, 64))));
        }
    }

    public AuditVerdict.Tampered? End(SqliteConnection connection)
    {
        using var find = connection.Statement("SELECT bytes FROM blobs WHERE hash = $1", "$1");
        using var use = connection.Statement("SELECT count(*) FROM blob_uses WHERE hash = $1 AND sequence = $2", "$1", "$2");
        foreach (var (sequence, address) in named)
        {
            var hash = Convert.FromHexString(address);
            if (find.With(hash).ExecuteScalar() is not byte[] bytes)
            {
                return new AuditVerdict.Tampered(sequence, $"The blob {address} of entry {sequence} was deleted.");
            }

            if (!SHA256.HashData(bytes).AsSpan().SequenceEqual(hash))
            {
                return new AuditVerdict.Tampered(sequence, $"The blob {address} of entry {sequence} was edited: its bytes have another hash.");
            }

            if (use.With(hash, sequence).ExecuteScalar() is not 1L)
            {
                return new AuditVerdict.Tampered(sequence, $"It is no longer filed that entry {sequence} has the blob {address}.");
            }
        }

        var distinct = named.Select(one => one.Address).Distinct(StringComparer.Ordinal).Count();
        return connection.One("SELECT count(*) FROM blobs") is long stored && stored != distinct
            ? new AuditVerdict.Tampered(null, $"{stored} blobs are stored, and the entries name {distinct}.")
            : null;
    }
}
