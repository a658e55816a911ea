using System.Buffers.Binary;
using System.Globalization;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;

namespace Harombe.Audit.Export;

/// <summary>
/// Writes a record as C2SP tlog-tiles: files that any web server can give out and any client of the specification can check. A body that was erased
/// is an entry of no bytes in its bundle, and its number stands in the file <c>erased</c>; its leaf hash is in its tile.
/// </summary>
public static class TileExport
{
    /// <summary>Writes everything up to the last checkpoint.</summary>
    /// <param name="file">The record.</param>
    /// <param name="folder">An empty or missing folder.</param>
    /// <param name="progress">Hears how many entries were written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many entries.</returns>
    /// <exception cref="AuditUnavailableException">Nothing is signed, or the file can't be read.</exception>
    public static long Write(RecordFile file, string folder, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"The folder {folder} is not empty; name one that is, so that nothing of another export is taken for part of this one.");
        }

        if (StoredCheckpoints.Last(file.Connection) is not { } note || !Checkpoint.TryParse(note.Text, out var checkpoint))
        {
            throw new AuditUnavailableException("Nothing of this log is signed yet, so there is nothing to export. Start the host once.", null);
        }

        var size = checkpoint.Head.Size;
        Directory.CreateDirectory(folder);
        Entries(file, folder, size, progress, cancellationToken);
        for (var level = 0; Subtrees.Count(size, level * Subtrees.Step) > 0; level++)
        {
            Hashes(file, folder, level, Subtrees.Count(size, level * Subtrees.Step), cancellationToken);
        }

        Blobs(file, folder, size);
        File.WriteAllText(Path.Combine(folder, "checkpoint"), note.ToString());
        return size;
    }

    private static void Entries(RecordFile file, string folder, long size, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var rows = new Statement(file.Connection, "SELECT e.sequence, b.bytes FROM entries e LEFT JOIN bodies b USING (sequence) WHERE e.sequence < ?1 ORDER BY e.sequence");
        rows.Bind(1, size);
        using var bundle = new MemoryStream();
        var erased = new List<long>();
        Span<byte> length = stackalloc byte[2];
        for (var at = 0L; rows.Step(); at++)
        {
            var body = rows.Bytes(1);
            if (rows.IsNull(1))
            {
                erased.Add(rows.Long(0));
            }

            BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)body.Length));
            bundle.Write(length);
            bundle.Write(body);
            if ((at + 1) % TilePath.Width == 0 || at + 1 == size)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteFile(folder, TilePath.Entries(at / TilePath.Width, (int)(at % TilePath.Width) + 1), bundle.ToArray());
                bundle.SetLength(0);
                progress?.Report(at + 1);
            }
        }

        if (erased.Count > 0)
        {
            File.WriteAllLines(Path.Combine(folder, "erased"), erased.Select(sequence => sequence.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static void Hashes(RecordFile file, string folder, int level, long count, CancellationToken cancellationToken)
    {
        using var rows = level == 0
            ? new Statement(file.Connection, "SELECT leaf FROM entries WHERE sequence < ?1 ORDER BY sequence")
            : new Statement(file.Connection, "SELECT hash FROM subtrees WHERE height = ?2 AND position < ?1 ORDER BY position").Bind(2, level * Subtrees.Step);
        rows.Bind(1, count);
        using var tile = new MemoryStream();
        for (var at = 0L; rows.Step(); at++)
        {
            tile.Write(rows.Bytes(0));
            if ((at + 1) % TilePath.Width == 0 || at + 1 == count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                WriteFile(folder, TilePath.Hashes(level, at / TilePath.Width, (int)(at % TilePath.Width) + 1), tile.ToArray());
                tile.SetLength(0);
            }
        }
    }

    private static void Blobs(RecordFile file, string folder, long size)
    {
        using var rows = new Statement(file.Connection, "SELECT DISTINCT b.hash, b.bytes FROM blobs b JOIN blob_uses u USING (hash) WHERE u.sequence < ?1");
        rows.Bind(1, size);
        while (rows.Step())
        {
            WriteFile(folder, "blobs/" + Convert.ToHexStringLower(rows.Bytes(0)), rows.Bytes(1).ToArray());
        }
    }

    private static void WriteFile(string folder, string path, byte[] bytes)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // not null: the path has a folder
        File.WriteAllBytes(file, bytes);
    }
}
