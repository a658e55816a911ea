using Harombe.Benchmarks.Hosting;
using Harombe.Benchmarks.Measuring;

namespace Harombe.Benchmarks.GuardedCalls;

/// <summary>What the guard adds to a call in process, with the cost of durability apart.</summary>
internal static class GuardBenchmark
{
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        var (disk, memory, none) = (Storage.OnDisk(), Storage.InMemory(), Storage.InMemory());
        try
        {
            await using var rendered = await Probe.HostAsync(none, new RenderedOnlyLog());
            await using var inMemory = await Probe.HostAsync(memory);
            await using var onDisk = await Probe.HostAsync(disk);
            var bare = Probe.Bare();
            // Long enough for the second tier of compilation, with the profile of the first.
            await Pair.RunAsync(1, 15_000, bare, Probe.Guarded(rendered));
            await Pair.RunAsync(1, 2_000, bare, Probe.Guarded(inMemory));
            await Task.Delay(500);

            var rows = new List<string[]>();
            rows.AddRange(await CompareAsync("stations, entries rendered and hashed, nothing written", bare, rendered, 10_000));
            rows.AddRange(await CompareAsync("the real log on tmpfs: all but the disk", bare, inMemory, 2_000));
            rows.AddRange(await CompareAsync("the real log on the disk: two fsyncs a call", bare, onDisk, 150));
            var fsync = Storage.Fsync(disk, Rounds, 100);
            rows.Add(["write 1 KiB + fsync, by itself", $"{fsync.At(0.5)}", $"{fsync.At(0.99)}", "", "", ""]);
            Report.Table(["", "p50 µs", "p99 µs", "added p50 µs", "added p99 µs", "bytes/call"], rows);
            StationCosts.Measure(rendered);
        }
        finally
        {
            Storage.Delete(disk);
            Storage.Delete(memory);
            Storage.Delete(none);
        }
    }

    private static async Task<string[][]> CompareAsync(string name, Func<ValueTask> bare, RealHost host, int calls)
    {
        var guarded = Probe.Guarded(host);
        var (one, two) = await Pair.RunAsync(Rounds, calls, bare, guarded);
        var (ours, theirs) = (await Pair.AllocatedAsync(calls, guarded), await Pair.AllocatedAsync(calls, bare));
        return
        [
            ["bare kernel, in turn with", $"{one.At(0.5)}", $"{one.At(0.99)}", "", "", $"{theirs:N0}"],
            [name, $"{two.At(0.5)}", $"{two.At(0.99)}", $"{two.Above(one, 0.5)}", $"{two.Above(one, 0.99)}", $"{ours:N0}"],
        ];
    }
}
