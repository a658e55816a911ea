using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

namespace Harombe.Host.Backups;

/// <summary>
/// A backup as one file: a gzipped tar with the manifest first, so that a reader knows what has to follow. Standard tools open it. Whoever has one with keys
/// has the secrets: its file is for the owner only.
/// </summary>
internal static class BackupArchive
{
    private const string Seal = "manifest.sha256";
    private const long LongestManifest = 4L << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a backup of a data folder, which a host may be using. Needs room for an uncompressed copy in the data folder meanwhile.</summary>
    public static async Task<BackupManifest> WriteAsync(
        HarombeConfiguration configuration, bool withKeys, DateTimeOffset now, Stream to, CancellationToken cancellationToken)
    {
        var data = configuration.Data.Folder;
        var work = Path.Combine(data, BackedUp.Work + Guid.NewGuid().ToString("N"));
        DataFolder.Make(work);
        try
        {
            List<string> files = [.. BackedUp.Of(configuration).Where(file => withKeys || !BackedUp.IsKey(file))];
            DataSnapshot.Copy(data, files, work, cancellationToken);
            if (configuration.File is { } file && File.Exists(file))
            {
                File.Copy(file, Path.Combine(work, BackedUp.Configuration), overwrite: true);
                files = [.. files.Append(BackedUp.Configuration).Distinct()];
            }

            var listed = new List<BackupFile>();
            foreach (var path in files)
            {
                using var stream = File.OpenRead(Path.Combine(work, path));
                listed.Add(new BackupFile(path, stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false))));
            }

            var manifest = new BackupManifest(BackupManifest.Current, HarombeHost.Version, now, withKeys, listed);
            await WriteAsync(manifest, work, to, cancellationToken).ConfigureAwait(false);
            return manifest;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Reads a backup through, and puts its files into a folder if one is given. Returns only when every file is there and whole.</summary>
    /// <exception cref="InvalidDataException">It is no backup, is damaged, or is of a form that this build doesn't read.</exception>
    public static async Task<BackupManifest> ReadAsync(Stream from, string? into, CancellationToken cancellationToken)
    {
        await using var unzipped = new GZipStream(from, CompressionMode.Decompress, leaveOpen: true);
        await using var tar = new TarReader(unzipped, leaveOpen: true);
        try
        {
            var (manifest, seal) = await ManifestAsync(tar, cancellationToken).ConfigureAwait(false);
            foreach (var file in manifest.Files)
            {
                var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
                if (entry is not { DataStream: { } content } || entry.Name != file.Path || !StaysBelow(file.Path))
                {
                    throw new InvalidDataException($"'{file.Path}' is not where the manifest says.");
                }

                await TakeAsync(file, content, into, cancellationToken).ConfigureAwait(false);
            }

            await SealAsync(tar, seal, cancellationToken).ConfigureAwait(false);
            return manifest;
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException or FormatException)
        {
            throw new InvalidDataException("It is cut off or damaged.", e);
        }
    }

    private static async Task<(BackupManifest Manifest, string Seal)> ManifestAsync(TarReader tar, CancellationToken cancellationToken)
    {
        var first = await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        if (first is not { Name: BackupManifest.Name, DataStream: { } content, Length: <= LongestManifest })
        {
            throw new InvalidDataException("It is no backup of Harombe.");
        }

        var bytes = new byte[first.Length];
        await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        var manifest = JsonSerializer.Deserialize(bytes, BackupJson.Default.BackupManifest);
        return manifest switch
        {
            null => throw new InvalidDataException("It is no backup of Harombe."),
            { Format: not BackupManifest.Current } => throw new InvalidDataException($"It has the form {manifest.Format} of version {manifest.Version}; this build reads {BackupManifest.Current}."),
            _ => (manifest, Convert.ToHexStringLower(SHA256.HashData(bytes))),
        };
    }

    // The last entry: the hash of the manifest. GZipStream does not compare the checksum at gzip's end (run: most flipped bits pass it).
    private static async Task SealAsync(TarReader tar, string seal, CancellationToken cancellationToken)
    {
        var last = await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        var read = new byte[seal.Length];
        if (last is not { Name: Seal, DataStream: { } content } || last.Length != read.Length)
        {
            throw new InvalidDataException("It doesn't end as its manifest says.");
        }

        await content.ReadExactlyAsync(read, cancellationToken).ConfigureAwait(false);
        if (Encoding.ASCII.GetString(read) != seal || await tar.GetNextEntryAsync(cancellationToken: cancellationToken).ConfigureAwait(false) is not null)
        {
            throw new InvalidDataException("Its manifest was changed.");
        }
    }

    private static async Task TakeAsync(BackupFile file, Stream content, string? into, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = into is null ? Stream.Null : New(Path.Combine(into, file.Path));
        var buffer = new byte[81_920];
        long bytes = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; bytes += read)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        if (bytes != file.Bytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
        {
            throw new InvalidDataException($"'{file.Path}' is damaged: it doesn't have the hash of the manifest.");
        }

        if (target is FileStream written)
        {
            written.Flush(flushToDisk: true);
        }
    }

    private static async Task WriteAsync(BackupManifest manifest, string work, Stream to, CancellationToken cancellationToken)
    {
        await using var zipped = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true);
        await using var tar = new TarWriter(zipped, TarEntryFormat.Pax, leaveOpen: true);
        using var head = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest));
        await tar.WriteEntryAsync(Entry(BackupManifest.Name, head, manifest), cancellationToken).ConfigureAwait(false);
        foreach (var file in manifest.Files)
        {
            await using var content = File.OpenRead(Path.Combine(work, file.Path));
            await tar.WriteEntryAsync(Entry(file.Path, content, manifest), cancellationToken).ConfigureAwait(false);
        }

        using var seal = new MemoryStream(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(head.ToArray()))));
        await tar.WriteEntryAsync(Entry(Seal, seal, manifest), cancellationToken).ConfigureAwait(false);
    }

    private static PaxTarEntry Entry(string name, Stream content, BackupManifest manifest) =>
        new(TarEntryType.RegularFile, name) { DataStream = content, Mode = OwnerOnly, ModificationTime = manifest.CreatedAt };

    // The names are an archive's, which anybody may have made.
    private static bool StaysBelow(string path) =>
        path.Length > 0 && !Path.IsPathRooted(path) && !path.Contains('\\', StringComparison.Ordinal) && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static FileStream New(string path)
    {
        DataFolder.Make(Path.GetDirectoryName(path)!); // not null: it lies below the folder
        return OwnerFile.New(path);
    }
}
