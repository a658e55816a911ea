using System.Diagnostics;
using Harombe.Testing;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Connections that come and go, many times over: nothing of them stays.</summary>
[Collection(Alone)]
public sealed class ConnectionTests(ITestOutputHelper output)
{
    // What is measured is the whole process, so nothing else may run in it.
    internal const string Alone = "Alone";

    [CompilerFact]
    public async Task Connecting_and_disconnecting_over_and_over_leaves_no_process_and_no_memory_behind()
    {
        using var folder = new TemporaryFolder();
        var server = await SmallServer.BuildAsync(folder);
        await using var host = await UpstreamHost.StartAsync();
        // What is made once, and caches that fill, are no leak: so the first rounds don't count.
        await RoundsAsync(host, server, Rounds.Of(quick: 100, full: 1000));
        var before = Usage.Now();
        var began = Stopwatch.GetTimestamp();

        var rounds = Rounds.Of(quick: 100, full: 9000);
        await RoundsAsync(host, server, rounds);

        var after = Usage.Now();
        output.WriteLine($"{rounds} rounds in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; before: {before}; after: {after}; processes left: {server.Running}");
        await Eventually.BeAsync("the end of all of them", () => server.Running == 0);
        Assert.InRange(after.Heap, 0, before.Heap * 1.05);
        Assert.InRange(after.Files, 0, before.Files + 20);
    }

    [CompilerFact]
    public async Task A_process_that_never_holds_still_is_ended_with_the_others()
    {
        using var folder = new TemporaryFolder();
        var server = await SmallServer.BuildAsync(folder, restless: true);
        await using var host = await UpstreamHost.StartAsync();

        await RoundsAsync(host, server, Rounds.Of(quick: 20, full: 500));

        await Eventually.BeAsync("the end of all of them", () => server.Running == 0);
    }

    private static async Task RoundsAsync(UpstreamHost host, SmallServer server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await host.SendAsync("POST", "/upstreams", server.Entry("small"));
            var (_, view) = await host.SendAsync("POST", "/upstreams/small/test");
            Assert.Equal("quarantined", view.GetProperty("state").GetString());
            if (i == 0)
            {
                await Eventually.BeAsync("the launcher, the server and what the launcher leaves behind", () => server.Running >= 3);
            }

            Assert.Equal(204, (await host.SendAsync("DELETE", "/upstreams/small")).Status);
        }
    }

    private sealed record Usage(long Heap, long Resident, int Files, int Threads)
    {
        public static Usage Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            using var self = Process.GetCurrentProcess();
            return new Usage(GC.GetTotalMemory(forceFullCollection: true), self.WorkingSet64, Directory.GetFiles("/proc/self/fd").Length, self.Threads.Count);
        }

        public override string ToString() => $"heap {Heap / 1024:n0} KiB, resident {Resident / 1024:n0} KiB, {Files} files, {Threads} threads";
    }
}

/// <summary>Tests that measure the process.</summary>
[CollectionDefinition(ConnectionTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
