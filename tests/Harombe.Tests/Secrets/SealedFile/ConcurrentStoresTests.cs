using Harombe.Core.Secrets;
using Harombe.Secrets;
using Harombe.Secrets.SealedFile;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Secrets.SealedFile;

public sealed class ConcurrentStoresTests : IDisposable
{
    private readonly SealedStore store = new();

    [Fact]
    public async Task Two_stores_writing_at_once_lose_nothing_even_on_the_first_write()
    {
        await Task.WhenAll(
            Task.Run(async () => { for (var i = 0; i < 25; i++) await store.Store($"cli/{i}", "value"); }),
            Task.Run(async () => { for (var i = 0; i < 25; i++) await store.Store($"host/{i}", "value"); }));

        Assert.Equal(50, (await store.Open().ListAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Reader_beside_a_writer_sees_the_old_or_the_new_and_never_neither()
    {
        await store.Store("a", "first");
        var writing = Task.Run(async () => { for (var i = 0; i < 25; i++) await store.Store("a", i % 2 == 0 ? "second" : "first"); });
        while (!writing.IsCompleted)
        {
            Assert.Contains(await store.Read("a"), new[] { "first", "second" });
        }

        await writing;
    }

    [Fact]
    public async Task Writer_that_never_lets_go_is_named_after_the_timeout()
    {
        await store.Store("a", "value");
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(6) };
        var paths = new SealedFilePaths(store.Folder);
        using var held = await SealedFileLock.TakeAsync(paths, TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);

        var waiting = SealedFileLock.TakeAsync(paths, TimeSpan.FromSeconds(5), time, CancellationToken.None).AsTask();

        var e = await Assert.ThrowsAsync<SecretsUnavailableException>(() => waiting);
        Assert.Contains("secrets.lock", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_a_writer_can_be_cancelled()
    {
        await store.Store("a", "value");
        var paths = new SealedFilePaths(store.Folder);
        using var held = await SealedFileLock.TakeAsync(paths, TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);
        using var cancelling = new CancellationTokenSource();
        var waiting = SealedFileLock.TakeAsync(paths, TimeSpan.FromSeconds(60), TimeProvider.System, cancelling.Token).AsTask();
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public void Dispose() => store.Dispose();
}
