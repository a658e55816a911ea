using Harombe.Core.Secrets;
using Harombe.Secrets;
using Harombe.Tests.Secrets.SealedFile;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Tests.Secrets;

public sealed class RegistrationTests : IDisposable
{
    private readonly SealedStore store = new();

    [Fact]
    public async Task Scanner_knows_what_was_stored_before_this_process_began()
    {
        await store.Store("github/token", "correct horse battery");
        await using var services = Services(store.Folder);
        Assert.Equal("⟦github-token⟧", services.GetRequiredService<ISecretScanner>().Redact("correct horse battery").Value);
    }

    [Fact]
    public async Task Scanner_learns_what_is_stored_while_it_runs()
    {
        await using var services = Services(store.Folder);
        var scanner = services.GetRequiredService<ISecretScanner>();
        using var secret = new Secret("correct horse battery"u8);
        await services.GetRequiredService<ISecrets>().WriteAsync(SecretName.Parse("a"), secret, CancellationToken.None);
        Assert.Equal("⟦a⟧", scanner.Redact("correct horse battery").Value);
    }

    [Fact]
    public async Task No_scanner_is_given_out_while_the_store_cannot_be_read()
    {
        await store.Store("github/token", "correct horse battery");
        File.Delete(store.Key);
        await using var services = Services(store.Folder);
        var e = Assert.Throws<SecretsUnavailableException>(services.GetRequiredService<ISecretScanner>);
        Assert.Contains("secrets.key is missing", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative/folder")]
    public void Folder_that_is_not_absolute_is_refused(string folder)
    {
        var e = Assert.Throws<ArgumentException>(() => Services(folder));
        Assert.Contains("SecretsOptions.Folder must be the absolute path", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lock_timeout_out_of_range_is_refused()
    {
        var e = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddHarombeSecrets(o => (o.Folder, o.LockTimeout) = ("/data", TimeSpan.Zero)));
        Assert.Contains("SecretsOptions.LockTimeout", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => store.Dispose();

    private static ServiceProvider Services(string folder) => new ServiceCollection().AddHarombeSecrets(o => o.Folder = folder).BuildServiceProvider();
}
