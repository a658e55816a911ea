using System.Text;
using Harombe.Core.Secrets;

namespace Harombe.Tests.Secrets.SealedFile;

public sealed class SealedFileSecretsTests : IDisposable
{
    private readonly SealedStore store = new();

    [Fact]
    public async Task What_was_written_is_read_back_by_another_store()
    {
        await store.Store("github/token", "first");
        await store.Store("db/password", "zweites Ü");
        await store.Store("github/token", "replaced");

        Assert.Equal("replaced", await store.Read("github/token"));
        Assert.Equal("zweites Ü", await store.Read("db/password"));
        Assert.Equal(["secret://db/password", "secret://github/token"], (await store.Open().ListAsync(CancellationToken.None)).Select(n => n.ToString()));
    }

    [Fact]
    public async Task Store_without_a_file_is_empty_and_leaves_no_trace_when_read()
    {
        Assert.Null(await store.Read("github/token"));
        Assert.Empty(await store.Open().ListAsync(CancellationToken.None));
        Assert.False(Directory.Exists(store.Folder));
    }

    [Fact]
    public async Task Removed_secret_is_gone_and_removing_it_again_says_so()
    {
        await store.Store("github/token", "value");
        Assert.True(await store.Open().RemoveAsync(SecretName.Parse("github/token"), CancellationToken.None));
        Assert.False(await store.Open().RemoveAsync(SecretName.Parse("github/token"), CancellationToken.None));
        Assert.Null(await store.Read("github/token"));
    }

    [Fact]
    public async Task Empty_value_is_refused_and_nothing_is_stored()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => store.Store("github/token", ""));
        Assert.Contains("secret://github/token", e.Message, StringComparison.Ordinal);
        Assert.Contains("empty", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(store.Sealed));
    }

    [Fact]
    public async Task Nothing_of_a_value_or_a_name_stands_in_any_file()
    {
        await store.Store("github/token", "value-that-must-not-show");
        foreach (var file in Directory.GetFiles(store.Folder))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.Equal(-1, bytes.AsSpan().IndexOf("value-that"u8));
            Assert.Equal(-1, bytes.AsSpan().IndexOf("github"u8));
        }
    }

    [Fact]
    public async Task Same_content_is_sealed_differently_every_time()
    {
        await store.Store("a", "value");
        var first = await File.ReadAllBytesAsync(store.Sealed);
        await store.Store("a", "value");
        Assert.NotEqual(first, await File.ReadAllBytesAsync(store.Sealed));
    }

    [Fact]
    public async Task Every_file_is_for_its_owner_alone_and_no_draft_stays()
    {
        await store.Store("github/token", "value");
        Assert.Equal(["secrets.key", "secrets.lock", "secrets.sealed"], Directory.GetFiles(store.Folder).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(store.Folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(file)));
    }

    [Fact]
    public async Task Draft_that_a_crash_left_open_to_others_is_not_reused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(store.Folder);
        await File.WriteAllTextAsync(store.Sealed + ".draft", "half of something");
        File.SetUnixFileMode(store.Sealed + ".draft", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await store.Store("github/token", "value");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(store.Sealed));
        Assert.Equal("value", await store.Read("github/token"));
    }

    [Fact]
    public async Task Stored_secret_is_known_to_the_scanner_that_shares_the_registry()
    {
        await store.Store("github/token", "correct horse battery");
        var scanner = new Harombe.Secrets.Scanning.SecretScanner(store.Issued);
        Assert.Equal("say ⟦github-token⟧!", scanner.Redact("say correct horse battery!").Value);
    }

    [Fact]
    public async Task Loading_makes_what_an_earlier_process_stored_known()
    {
        await store.Store("github/token", "correct horse battery");
        var issued = new Harombe.Secrets.Scanning.Issued.IssuedSecrets();
        store.Open(issued).Load();
        Assert.Equal("say ⟦github-token⟧!", new Harombe.Secrets.Scanning.SecretScanner(issued).Redact("say correct horse battery!").Value);
    }

    [Fact]
    public async Task Secret_too_large_to_be_a_credential_is_refused()
    {
        using var secret = new Secret(new byte[(64 * 1024) + 1]);
        await Assert.ThrowsAsync<ArgumentException>(() => store.Open().WriteAsync(SecretName.Parse("a"), secret, CancellationToken.None).AsTask());
    }

    public void Dispose() => store.Dispose();

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
