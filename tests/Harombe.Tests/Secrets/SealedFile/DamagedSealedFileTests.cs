using Harombe.Core.Secrets;

namespace Harombe.Tests.Secrets.SealedFile;

public sealed class DamagedSealedFileTests : IDisposable
{
    private readonly SealedStore store = new();

    [Fact]
    public async Task Any_flipped_byte_is_found()
    {
        await store.Store("github/token", "value");
        var sound = await File.ReadAllBytesAsync(store.Sealed);
        for (var at = 0; at < sound.Length; at++)
        {
            var flipped = sound.ToArray();
            flipped[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(store.Sealed, flipped);
            await store.Refusal();
        }

        await File.WriteAllBytesAsync(store.Sealed, sound);
        Assert.Equal("value", await store.Read("github/token"));
    }

    [Fact]
    public async Task Any_cut_is_found_and_so_is_an_appended_byte()
    {
        await store.Store("github/token", "value");
        var sound = await File.ReadAllBytesAsync(store.Sealed);
        for (var length = 0; length < sound.Length; length++)
        {
            await File.WriteAllBytesAsync(store.Sealed, sound[..length]);
            await store.Refusal();
        }

        await File.WriteAllBytesAsync(store.Sealed, [.. sound, 0]);
        Assert.Contains("changed after it was sealed", await store.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_file_is_cut_short_and_not_an_empty_store()
    {
        await store.Store("github/token", "value");
        await File.WriteAllBytesAsync(store.Sealed, []);
        Assert.Contains("cut short", await store.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Later_version_is_named_with_the_remedy()
    {
        await store.Store("github/token", "value");
        var file = await File.ReadAllBytesAsync(store.Sealed);
        file[9] = 3;
        await File.WriteAllBytesAsync(store.Sealed, file);
        var message = await store.Refusal();
        Assert.Contains("of version 3", message, StringComparison.Ordinal);
        Assert.Contains("Run the version of Harombe that wrote it", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_another_store_opens_nothing()
    {
        using var other = new SealedStore();
        await store.Store("github/token", "value");
        await other.Store("github/token", "value");
        File.Copy(other.Key, store.Key, overwrite: true);
        Assert.Contains("is not its key", await store.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_key_is_named_and_no_new_one_is_made()
    {
        await store.Store("github/token", "value");
        File.Delete(store.Key);
        var message = await store.Refusal();
        Assert.Contains("secrets.key is missing", message, StringComparison.Ordinal);
        Assert.Contains("backup", message, StringComparison.Ordinal);

        await Assert.ThrowsAsync<SecretsUnavailableException>(() => store.Store("another", "value"));
        Assert.False(File.Exists(store.Key));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherExecute)]
    public async Task Key_that_others_may_open_is_refused_with_the_remedy(UnixFileMode excess)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await store.Store("github/token", "value");
        File.SetUnixFileMode(store.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite | excess);
        Assert.Contains($"chmod 600 {store.Key}", await store.Refusal(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<SecretsUnavailableException>(() => store.Store("another", "value"));

        File.Delete(store.Sealed);
        Assert.Contains("chmod 600", await store.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task Key_of_a_wrong_size_is_refused(int size)
    {
        await store.Store("github/token", "value");
        await File.WriteAllBytesAsync(store.Key, new byte[size]);
        Assert.Contains("exactly 32 bytes", await store.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_file_is_never_written_over()
    {
        await store.Store("github/token", "value");
        var damaged = await File.ReadAllBytesAsync(store.Sealed);
        damaged[^1] ^= 1;
        await File.WriteAllBytesAsync(store.Sealed, damaged);

        await Assert.ThrowsAsync<SecretsUnavailableException>(() => store.Store("another", "value"));
        await Assert.ThrowsAsync<SecretsUnavailableException>(() => store.Open().RemoveAsync(SecretName.Parse("github/token"), CancellationToken.None).AsTask());

        Assert.Equal(damaged, await File.ReadAllBytesAsync(store.Sealed));
    }

    [Fact]
    public async Task Folder_that_is_a_file_is_unavailable_and_not_a_crash()
    {
        await File.WriteAllTextAsync(store.Folder, "");
        try
        {
            await Assert.ThrowsAsync<SecretsUnavailableException>(() => store.Store("a", "value"));
        }
        finally
        {
            File.Delete(store.Folder);
        }
    }

    public void Dispose() => store.Dispose();
}
