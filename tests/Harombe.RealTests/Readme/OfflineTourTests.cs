using System.Diagnostics;
using Harombe.RealTests.Networks;
using Harombe.Testing;

namespace Harombe.RealTests.Readme;

/// <summary>The tour on a machine that reaches nobody.</summary>
public sealed class OfflineTourTests(ITestOutputHelper output)
{
    // Promised: 5 s. On a machine that does other things meanwhile a test can't hold it to that; the figure is said, and this is where it fails.
    private static readonly TimeSpan FarTooLong = TimeSpan.FromSeconds(60);

    [NamespaceFact]
    public async Task Host_is_ready_and_the_tour_runs_without_a_network()
    {
        using var clone = new TemporaryFolder();
        await using var network = await NetworkNamespace.CreateAsync();
        using var tour = new Tour(await RestoredAsync(clone), 8000, network.Enter);
        await tour.PrepareAsync("./harombe --version");
        var began = Stopwatch.GetTimestamp();
        var ready = TimeSpan.MaxValue;

        await tour.RunAsync(async () => ready = await ReadyAsync(tour, network, began));

        output.WriteLine($"/readyz answered {ready.TotalSeconds:0.00} s after the start of './harombe up' (promised: 5 s; this test fails at {FarTooLong.TotalSeconds:0} s)");
        Assert.InRange(ready, TimeSpan.Zero, FarTooLong);
        Assert.Equal("hello world", await File.ReadAllTextAsync(Path.Combine(tour.DataFolder, "workspace", "hello.txt")));
        Assert.Equal(["lo"], network.Interfaces);
        Assert.Equal(0, network.Unroutable);
    }

    [NamespaceFact]
    public async Task A_network_without_routes_counts_who_tries_to_leave_it()
    {
        await using var network = await NetworkNamespace.CreateAsync();
        // TEST-NET-1 (RFC 5737): nobody has this address, and here nothing leads to it.
        using var api = new HostApi(new Uri("http://192.0.2.1/"), null, network.ConnectAsync);

        await Assert.ThrowsAsync<HttpRequestException>(() => api.IsReadyAsync());

        Assert.True(network.Unroutable > 0, "The tour's proof that nothing left rests on this count.");
    }

    // At every day's work the checkout as it was built; with --full a fresh copy of it, which is then built inside, without a network, too.
    private static async Task<string> RestoredAsync(TemporaryFolder clone)
    {
        if (Rounds.Of(quick: 0, full: 1) == 0)
        {
            return Checkout.Root;
        }

        await Checkout.RestoreCopyAsync(clone["harombe"]);
        return clone["harombe"];
    }

    private static async Task<TimeSpan> ReadyAsync(Tour tour, NetworkNamespace network, long began)
    {
        var token = Path.Combine(tour.DataFolder, "cli.token");
        await Eventually.BeAsync("the owner's token", () => File.Exists(token) && new FileInfo(token).Length > 0);
        using var api = new HostApi(new Uri("http://127.0.0.1:8000"), (await File.ReadAllTextAsync(token)).Trim(), network.ConnectAsync);
        await Eventually.SeeAsync("a host that is ready", async () => await IsReadyAsync(api) ? "ready" : null);
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<bool> IsReadyAsync(HostApi api)
    {
        try
        {
            return await api.IsReadyAsync();
        }
        catch (HttpRequestException)
        {
            return false; // It does not listen yet.
        }
    }
}
