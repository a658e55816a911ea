using Harombe.Core.Reloading;
using Harombe.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Reloading;

public sealed class ReloadLoopTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly List<string> told = [];

    [Fact]
    public async Task Whatever_a_look_throws_the_next_second_looks_again_and_each_trouble_is_told_once()
    {
        Exception?[] looks =
        [
            null, new IOException("gone"), new IOException("gone"), new InvalidOperationException("a defect"), new OperationCanceledException("of somebody else"), null, new IOException("gone"), null,
        ];
        var looked = 0;
        using var stopping = new CancellationTokenSource();
        var loop = ReloadLoop.RunAsync(
            _ => Interlocked.Increment(ref looked) <= looks.Length && looks[looked - 1] is { } fault ? throw fault : ValueTask.FromResult(false), e => told.Add(e.Message), clock, stopping.Token);

        for (var second = 1; second <= looks.Length; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var expected = second;
            await Eventually.BeAsync($"look {second}", () => Volatile.Read(ref looked) >= expected);
        }

        Assert.False(loop.IsCompleted);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        Assert.Equal(["gone", "a defect", "of somebody else", "gone"], told);
    }

    [Fact]
    public async Task A_look_under_way_when_the_host_stops_is_no_trouble()
    {
        using var stopping = new CancellationTokenSource();
        var looking = new TaskCompletionSource();
        var loop = ReloadLoop.RunAsync(
            async cancellationToken =>
            {
                looking.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
                return false;
            },
            e => told.Add(e.Message),
            clock,
            stopping.Token);
        clock.Advance(TimeSpan.FromSeconds(1));
        await looking.Task;

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
        Assert.Empty(told);
    }
}
