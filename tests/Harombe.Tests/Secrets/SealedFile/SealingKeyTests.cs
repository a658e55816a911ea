using System.Runtime.Versioning;
using System.Text;
using Harombe.Core.Secrets;
using Harombe.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.SealedFile;
using Harombe.Testing;

namespace Harombe.Tests.Secrets.SealedFile;

[UnsupportedOSPlatform("windows")]
public sealed class SealingKeyTests : IDisposable
{
    private const string Name = "github/token";
    private const string Value = "ghp-value-one-42";

    private readonly SealedStore store = new();

    private string PassphraseFile => Path.Combine(store.Folder, "passphrase");

    [Fact]
    public async Task Rotated_key_opens_and_the_old_one_does_not()
    {
        await store.Store(Name, Value);
        var old = await File.ReadAllBytesAsync(store.Key);
        await store.Open().RotateAsync(CancellationToken.None);
        Assert.NotEqual(old, await File.ReadAllBytesAsync(store.Key));
        Assert.Equal(Value, await store.Read(Name));
        await File.WriteAllBytesAsync(store.Key, old);
        Assert.Contains("is not its key", await store.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_that_a_crash_cuts_short_leaves_secrets_that_open()
    {
        await store.Store(Name, Value);
        var (before, oldKey) = (await File.ReadAllBytesAsync(store.Sealed), await File.ReadAllBytesAsync(store.Key));
        await store.Open().RotateAsync(CancellationToken.None);
        var (after, newKey) = (await File.ReadAllBytesAsync(store.Sealed), await File.ReadAllBytesAsync(store.Key));
        var next = Path.Combine(store.Folder, "secrets.key.next");

        // After the next key, before the file; and after the file, before the next key took the old one's place.
        foreach (var file in new[] { before, after })
        {
            await File.WriteAllBytesAsync(store.Sealed, file);
            await File.WriteAllBytesAsync(store.Key, oldKey);
            await File.WriteAllBytesAsync(next, newKey);
            File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Assert.Equal(Value, await store.Read(Name));
            await store.Store("other", "value-two-43");
            Assert.False(File.Exists(next));
            Assert.Equal(Value, await store.Read(Name));
        }
    }

    [Fact]
    public async Task Whoever_reads_while_the_key_is_rotated_finds_what_is_stored()
    {
        await store.Store(Name, Value);
        using var reading = new CountdownEvent(2);
        var over = false;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var first = true; !Volatile.Read(ref over); first = false)
                {
                    Assert.Equal(Value, store.Read(Name).GetAwaiter().GetResult());
                    if (first)
                    {
                        reading.Signal();
                    }
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        await Eventually.BeAsync("the readers", () => reading.IsSet || readers.Any(reader => reader.IsCompleted));
        for (var round = 0; round < Rounds.Of(quick: 100, full: 2000) && !readers.Any(reader => reader.IsCompleted); round++)
        {
            await store.Open().RotateAsync(CancellationToken.None);
        }

        Volatile.Write(ref over, true);
        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task Passphrase_opens_what_it_sealed_and_another_does_not()
    {
        await WritePassphraseAsync("correct horse battery\n");
        await StoreAsync(WithPassphrase());
        Assert.False(File.Exists(store.Key));
        Assert.Equal(Value, await ReadAsync(WithPassphrase()));
        await WritePassphraseAsync("another horse battery");
        Assert.Contains("the passphrase is another one", (await Assert.ThrowsAsync<SecretsUnavailableException>(() => ReadAsync(WithPassphrase()))).Message, StringComparison.Ordinal);
        await WritePassphraseAsync("correct horse battery");
        Assert.Equal(Value, await ReadAsync(WithPassphrase()));
    }

    [Fact]
    public async Task Passphrase_gets_a_fresh_salt_with_each_rotation_and_keeps_it_in_between()
    {
        await WritePassphraseAsync("correct horse battery");
        var secrets = WithPassphrase();
        await StoreAsync(secrets);
        var salt = await SaltAsync();
        await StoreAsync(secrets);
        Assert.Equal(salt, await SaltAsync());
        await secrets.RotateAsync(CancellationToken.None);
        Assert.NotEqual(salt, await SaltAsync());
        Assert.Equal(Value, await ReadAsync(WithPassphrase()));
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_file_under_a_passphrase_is_found()
    {
        await WritePassphraseAsync("correct horse battery");
        var secrets = WithPassphrase();
        await StoreAsync(secrets);
        var file = await File.ReadAllBytesAsync(store.Sealed);
        // Not those of the salt and its figures: each would cost a derivation. Two of them are enough.
        foreach (var at in Enumerable.Range(0, file.Length).Where(at => at is < 10 or 12 or 27 or > 33))
        {
            var changed = file.ToArray();
            changed[at] ^= 1;
            await File.WriteAllBytesAsync(store.Sealed, changed);
            await Assert.ThrowsAsync<SecretsUnavailableException>(() => ReadAsync(secrets));
        }
    }

    [Fact]
    public async Task Figures_out_of_proportion_are_refused_before_they_cost_anything()
    {
        await WritePassphraseAsync("correct horse battery");
        var secrets = WithPassphrase();
        await StoreAsync(secrets);
        var file = await File.ReadAllBytesAsync(store.Sealed);
        file[26] = 0x7f;
        await File.WriteAllBytesAsync(store.Sealed, file);
        Assert.Contains("more memory", (await Assert.ThrowsAsync<SecretsUnavailableException>(() => ReadAsync(secrets))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", UnixFileMode.UserRead | UnixFileMode.UserWrite, "at least 8 characters")]
    [InlineData("correct horse battery", UnixFileMode.UserRead | UnixFileMode.GroupRead, "open to other accounts")]
    public async Task Passphrase_that_is_none_or_open_to_others_is_refused(string passphrase, UnixFileMode mode, string says)
    {
        await WritePassphraseAsync(passphrase);
        File.SetUnixFileMode(PassphraseFile, mode);
        Assert.Contains(says, (await Assert.ThrowsAsync<SecretsUnavailableException>(() => StoreAsync(WithPassphrase()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_others_keep_is_used_and_never_made_or_rotated()
    {
        var elsewhere = Path.Combine(Directory.CreateDirectory(store.Folder).FullName, "credential");
        var secrets = Open(new SecretsOptions { Folder = store.Folder, KeyFile = elsewhere });
        Assert.Contains("is missing", (await Assert.ThrowsAsync<SecretsUnavailableException>(() => StoreAsync(secrets))).Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(elsewhere, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
        File.SetUnixFileMode(elsewhere, UnixFileMode.UserRead);
        await StoreAsync(secrets);
        Assert.Equal(Value, await ReadAsync(secrets));
        Assert.False(File.Exists(store.Key));
        Assert.Contains("which others keep", (await Assert.ThrowsAsync<SecretsUnavailableException>(() => secrets.RotateAsync(CancellationToken.None).AsTask())).Message, StringComparison.Ordinal);
    }

    public void Dispose() => store.Dispose();

    private static SealedFileSecrets Open(SecretsOptions options) => new(options, new IssuedSecrets(), TimeProvider.System);

    private static async Task StoreAsync(SealedFileSecrets secrets)
    {
        using var secret = new Secret(Encoding.UTF8.GetBytes(Value));
        await secrets.WriteAsync(SecretName.Parse(Name), secret, CancellationToken.None);
    }

    private static async Task<string?> ReadAsync(SealedFileSecrets secrets)
    {
        using var secret = await secrets.ReadAsync(SecretName.Parse(Name), CancellationToken.None);
        return secret?.RevealText();
    }

    private SealedFileSecrets WithPassphrase() => Open(new SecretsOptions { Folder = store.Folder, PassphraseFile = PassphraseFile });

    private async Task WritePassphraseAsync(string passphrase)
    {
        Directory.CreateDirectory(store.Folder);
        await File.WriteAllTextAsync(PassphraseFile, passphrase);
        File.SetUnixFileMode(PassphraseFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private async Task<string> SaltAsync() => Convert.ToHexString((await File.ReadAllBytesAsync(store.Sealed)).AsSpan(10, 16));
}
