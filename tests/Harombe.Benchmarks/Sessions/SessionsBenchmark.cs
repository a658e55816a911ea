using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Harombe.Benchmarks.Measuring;
using Harombe.Benchmarks.StartUp;

namespace Harombe.Benchmarks.Sessions;

/// <summary>Many conversations streaming at once through a host of its own process, and the same streams read from the model without it.</summary>
internal static class SessionsBenchmark
{
    private const int Sessions = 1000;
    private const int AtOnce = 100;
    private const double Megabyte = 1024 * 1024;

    public static async Task RunAsync(string[] arguments)
    {
        await using var model = await TickingModel.StartAsync();
        var rows = new List<string[]>();
        using (var direct = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = model.Url })
        {
            var (late, _, took) = await StreamAsync(Sessions / 5, (_, all) => StreamReading.ReadAsync(direct, "/v1/messages", new { stream = true }, DirectToken, all));
            rows.Add(Row($"the model alone, {AtOnce} at once", late, took, "", ""));
        }

        foreach (var (place, folder) in new[] { ("tmpfs", Storage.InMemory()), ("disk", Storage.OnDisk()) })
        {
            rows.Add(await HostAsync(arguments, model, place, folder));
            Storage.Delete(folder);
        }

        Report.Table(["streams", "per token p50 ms", "p99 ms", "tokens/s", "resident MiB: before, most, after", "lost"], rows);
    }

    private static async Task<string[]> HostAsync(string[] arguments, TickingModel model, string place, string folder)
    {
        var assembly = Path.GetFullPath(arguments.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "Harombe.Host.dll"));
        using var host = HostProcess.Start(assembly, folder, ("MODEL", "anthropic/ticking"), ("MODELS__ANTHROPIC__BASE_URL", model.Url.ToString()), ("LOGS__LEVEL", "warning"));
        await host.AnswersAsync("/readyz");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = AtOnce + 8 }) { BaseAddress = host.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder, "cli.token"))).Trim());
        using (var key = await http.PutAsJsonAsync("/secrets/anthropic/api_key", new { value = "a-key-that-nobody-checks" }))
        {
            key.EnsureSuccessStatusCode();
        }

        var before = Machine.Memory(host.Id).Resident;
        using var watching = new CancellationTokenSource();
        var most = MostAsync(host.Id, watching.Token);
        var (late, ids, took) = await StreamAsync(Sessions, (number, all) => StreamReading.ReadAsync(http, "/chat/stream", new { message = $"question {number}" }, HostToken, all));
        await watching.CancelAsync();
        var peak = await most;
        var after = Machine.Memory(host.Id).Resident;
        // Every event of every conversation has the number after the one before it.
        var gaps = ids.Count(seen => !seen.SequenceEqual(Enumerable.Range(1, seen.Count).Select(number => (long)number)));
        await host.StopAsync();
        var memory = string.Create(CultureInfo.InvariantCulture, $"{before / Megabyte:F0}, {peak / Megabyte:F0}, {after / Megabyte:F0}");
        return Row($"{Sessions:N0} sessions through the host, {AtOnce} at once, {place}", late, took, memory, $"{gaps}");
    }

    private static async Task<(List<double> Late, List<List<long>> Ids, TimeSpan Took)> StreamAsync(int sessions, Func<int, List<double>, Task<List<long>>> stream)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var (next, ids, late) = (-1, new List<List<long>>(), new List<double>());
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            var (mine, seen) = (new List<double>(), new List<List<long>>());
            for (int number; (number = Interlocked.Increment(ref next)) < sessions;)
            {
                seen.Add(await stream(number, mine));
            }

            lock (late)
            {
                late.AddRange(mine);
                ids.AddRange(seen);
            }
        }));
        return (late, ids, System.Diagnostics.Stopwatch.GetElapsedTime(began));
    }

    private static async Task<long> MostAsync(int process, CancellationToken cancellationToken)
    {
        var most = 0L;
        while (!cancellationToken.IsCancellationRequested)
        {
            most = Math.Max(most, Machine.Memory(process).Resident);
            await Task.Delay(200, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return most;
    }

    private static string? HostToken(string kind, JsonElement data) => kind == "token" ? data.GetProperty("text").GetString() : null;

    private static string? DirectToken(string kind, JsonElement data) => kind == "content_block_delta" ? data.GetProperty("delta").GetProperty("text").GetString() : null;

    private static string[] Row(string name, List<double> late, TimeSpan took, string memory, string lost)
    {
        double[] sorted = [.. late.Order()];
        string Figure(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
        return [name, Figure(Spread.Quantile(sorted, 0.5)), Figure(Spread.Quantile(sorted, 0.99)), (late.Count / took.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture), memory, lost];
    }
}
