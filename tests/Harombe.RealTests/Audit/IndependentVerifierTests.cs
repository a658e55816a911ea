using System.Diagnostics;
using System.Globalization;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Export;
using Harombe.Audit.Retention;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.RealTests.Gateway;
using Harombe.Tests.Audit;

namespace Harombe.RealTests.Audit;

#pragma warning disable CA1001 // xunit disposes of it through IAsyncLifetime.
/// <summary>What we export, checked by a program in another language that was written from the specifications alone.</summary>
public sealed class IndependentVerifierTests : IAsyncLifetime
{
    private readonly SignedFolder folder = new();
    private string earlier = "";

    private string Tiles => Path.Combine(folder.Folder.Options.Folder, "tiles");

    public async Task InitializeAsync()
    {
        await folder.OpenAsync();
        await folder.AppendAsync([.. Enumerable.Range(0, 300).Select(i => Sample.Host($"{i}"))]);
        earlier = Path.Combine(folder.Folder.Options.Folder, "earlier");
        await File.WriteAllTextAsync(earlier, (await folder.Checkpoints.SignAsync(default))!.ToString());
        // Three levels of tiles, none of them full at its end.
        await folder.Log.BetweenBatchesAsync(
            writer =>
            {
                writer.Append([.. Enumerable.Range(0, 66_000).Select(i => new PendingAppend(RenderedEntry.Of(Sample.Host($"{i}"))))], Sample.Noon);
                return true;
            },
            default);
        await folder.AppendAsync(Sample.Intent(new CallId("call_1"), new string('a', 50_000)));
    }

    public async Task DisposeAsync() => await folder.DisposeAsync();

    [RealFact("python3")]
    public void Every_tile_every_entry_and_an_earlier_checkpoint_hold()
    {
        Assert.Equal(66_302, Export());
        Assert.Equal("OK 66302", Verify(0, "tiles", Tiles, folder.Key.ToString()));
        Assert.Equal("OK 301", Verify(0, "consistent", earlier, Tiles, folder.Key.ToString()));
        Assert.Equal("OK 1", Verify(0, "consistent", Checkpoint(0), Tiles, folder.Key.ToString()));
    }

    [RealFact("python3")]
    public void A_single_entry_is_proved_by_its_proof_file_and_another_is_not()
    {
        foreach (var index in (long[])[0, 255, 256, 65_535, 65_536, 66_301])
        {
            Assert.Equal($"OK {index}", Verify(0, "proof", Entry(index), Proof(index), folder.Key.ToString()));
        }

        Assert.Contains("not in the tree", Verify(2, "proof", Entry(7), Proof(8), folder.Key.ToString()), StringComparison.Ordinal);
    }

    [RealFact("python3")]
    public void What_is_altered_in_an_export_is_found()
    {
        Export();
        foreach (var (path, at, what) in (ReadOnlySpan<(string, int, string)>)
            [("tile/entries/001", 40, "not the one in the tree"), ("tile/0/003", 33, "not the one in the tree"), ("tile/1/000", 5, "not the hash of those below"), ("checkpoint", 30, "")])
        {
            var bytes = File.ReadAllBytes(Path.Combine(Tiles, path));
            bytes[at] ^= 1;
            File.WriteAllBytes(Path.Combine(Tiles, path), bytes);
            Assert.Contains(what, Verify(2, "tiles", Tiles, folder.Key.ToString()), StringComparison.Ordinal);
            bytes[at] ^= 1;
            File.WriteAllBytes(Path.Combine(Tiles, path), bytes);
        }

        using var other = SigningKey.New(folder.Folder.Options.Origin);
        Assert.Contains("no signature", Verify(2, "tiles", Tiles, other.Verifier.ToString()), StringComparison.Ordinal);
    }

    [RealFact("python3")]
    public async Task After_an_erasure_the_rest_still_holds()
    {
        await new Erasure(folder.Log, TimeProvider.System).OfSubjectAsync(new PrincipalId("owner"), new PrincipalId("owner"), default);
        await folder.Checkpoints.SignAsync(default);

        Assert.Equal(66_303, Export());
        Assert.Equal("OK 66303", Verify(0, "tiles", Tiles, folder.Key.ToString()));
        Assert.Equal(["66301"], await File.ReadAllLinesAsync(Path.Combine(Tiles, "erased")));
        Assert.False(Directory.Exists(Path.Combine(Tiles, "blobs")));
    }

    private long Export()
    {
        using var file = RecordFile.Open(folder.Folder.File);
        return TileExport.Write(file, Tiles, null, default);
    }

    private string Checkpoint(int number)
    {
        using var file = RecordFile.Open(folder.Folder.File);
        return Write("first", StoredCheckpoints.All(file.Connection).ElementAt(number).Note!.ToString());
    }

    private string Entry(long sequence) => Write(string.Create(CultureInfo.InvariantCulture, $"{sequence}.json"), System.Text.Encoding.UTF8.GetString(folder.Folder.Stored(sequence)));

    private string Proof(long sequence)
    {
        using var file = RecordFile.Open(folder.Folder.File);
        return Write(string.Create(CultureInfo.InvariantCulture, $"{sequence}.tlog-proof"), file.Prove(sequence)!);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.Folder.Options.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Verify(int code, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "Audit", "tlog_verify.py"), .. arguments]) { RedirectStandardOutput = true })!;
        var said = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.Equal((code, said), (python.ExitCode, said));
        return said.Trim();
    }
}
