using Harombe.Benchmarks.Measuring;

namespace Harombe.Benchmarks.StartUp;

/// <summary>How long the host takes to be ready, and how much memory it holds when nobody asks it anything.</summary>
internal static class StartBenchmark
{
    private const int Starts = 10;
    private const int Idle = 3;

    /// <param name="arguments">The host's assembly; without one, the host that was built with this program.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var assembly = Path.GetFullPath(arguments.FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "Harombe.Host.dll"));
        var data = Storage.OnDisk();
        try
        {
            // The first start makes databases, keys and the owner; it also warms the file cache for the others.
            var (firstHealth, firstReady, _) = await StartAsync(assembly, data, idle: false);
            var (health, ready, memory) = (new List<double>(), new List<double>(), new List<(long Resident, long Proportional)>());
            for (var i = 0; i < Starts; i++)
            {
                var (healthy, complete, held) = await StartAsync(assembly, data, idle: i < Idle);
                health.Add(healthy);
                ready.Add(complete);
                memory.AddRange(held is { } some ? [some] : []);
            }

            const double Megabyte = 1024 * 1024;
            Report.Table(
                ["start-up", "median (least–most)"],
                [
                    ["first start ever: /healthz, /readyz, ms", $"{firstHealth:F0}, {firstReady:F0}"],
                    [$"/healthz answers 200, ms, {Starts} starts", $"{Spread.Of(health)}"],
                    ["/readyz answers 200, ms", $"{Spread.Of(ready)}"],
                    [$"resident after 10 s idle, MiB, {Idle} starts", $"{Spread.Of(memory.Select(held => held.Resident / Megabyte))}"],
                    ["proportional (PSS), MiB", $"{Spread.Of(memory.Select(held => held.Proportional / Megabyte))}"],
                ]);
        }
        finally
        {
            Storage.Delete(data);
        }
    }

    private static async Task<(double Health, double Ready, (long, long)? Memory)> StartAsync(string assembly, string data, bool idle)
    {
        using var host = HostProcess.Start(assembly, data);
        var health = await host.AnswersAsync("/healthz");
        var ready = await host.AnswersAsync("/readyz");
        (long, long)? memory = null;
        if (idle)
        {
            await Task.Delay(TimeSpan.FromSeconds(10));
            memory = Machine.Memory(host.Id);
        }

        await host.StopAsync();
        return (health, ready, memory);
    }
}
