using Harombe.Host.Backups;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Testing;

namespace Harombe.HostTests.State;

public sealed class BackupArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_flipped_bit_anywhere_is_noticed_or_changes_nothing_that_is_restored()
    {
        var archive = await MakeAsync();
        var whole = await ReadAsync(archive);
        var refused = 0;
        for (var at = 0; at < archive.Length; at += Rounds.Of(7, 1))
        {
            var damaged = archive.ToArray();
            damaged[at] ^= 0x20;
            var read = await ReadAsync(damaged);
            refused += read is null ? 1 : 0;
            // What passes is a time or an owner in a header, which nobody goes by.
            Assert.True(read is null || read.SequenceEqual(whole!), $"flipped at {at} of {archive.Length}"); // not null: it is whole
        }

        Assert.True(refused > archive.Length / Rounds.Of(7, 1) / 2, $"{refused} refused");
    }

    [Fact]
    public async Task A_backup_that_was_cut_anywhere_is_noticed()
    {
        var archive = await MakeAsync();
        for (var length = 0; length < archive.Length; length += Rounds.Of(97, 1))
        {
            // Less the padding behind the last entry.
            Assert.True(await ReadAsync(archive[..length]) is null || length > archive.Length - 64, $"cut at {length} of {archive.Length}");
        }
    }

    private async Task<byte[]> MakeAsync()
    {
        DataFolder.Make(folder["data"]);
        await File.WriteAllTextAsync(folder["data/gateway.key"], "0123456789abcdef0123456789abcdef");
        await File.WriteAllTextAsync(folder["data/notes.txt"], string.Join('\n', Enumerable.Range(0, 400).Select(line => $"line {line * line}")));
        var environment = new Dictionary<string, string> { ["HAROMBE__DATA__FOLDER"] = folder["data"] };
        var loaded = Assert.IsType<ConfigurationOutcome.Loaded>(ConfigurationLoading.Load(new ConfigurationSources(null, folder.Path, environment, [])));
        using var archive = new MemoryStream();
        await BackupArchive.WriteAsync(loaded.Configuration, withKeys: true, DateTimeOffset.UnixEpoch, archive, CancellationToken.None);
        return archive.ToArray();
    }

    // What is restored: the manifest's words and every file; null when it is refused.
    private async Task<List<string>?> ReadAsync(byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        var into = folder[Guid.NewGuid().ToString("N")];
        try
        {
            var manifest = await BackupArchive.ReadAsync(stream, into, CancellationToken.None);
            List<string> restored = [$"{manifest.Format} {manifest.Version} {manifest.CreatedAt:O} {manifest.WithKeys}", string.Join(' ', manifest.Files)];
            foreach (var file in manifest.Files)
            {
                restored.Add(await File.ReadAllTextAsync(Path.Combine(into, file.Path)));
            }

            return restored;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            if (Directory.Exists(into))
            {
                Directory.Delete(into, recursive: true);
            }
        }
    }
}
