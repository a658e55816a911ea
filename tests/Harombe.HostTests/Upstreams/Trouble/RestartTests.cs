using System.Diagnostics;
using System.Globalization;
using Harombe.Testing;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Servers that are started again and again, by whomever.</summary>
public sealed class RestartTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_server_that_is_killed_over_and_over_answers_the_next_call_each_time()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", UpstreamCallTests.Harmless);
        var processes = new List<int> { int.Parse(await host.TextAsync("up__process"), CultureInfo.InvariantCulture) };
        var rounds = Rounds.Of(quick: 10, full: 100);
        var worst = TimeSpan.Zero;

        for (var round = 0; round < rounds; round++)
        {
            using (var process = Process.GetProcessById(processes[^1]))
            {
                process.Kill();
                await process.WaitForExitAsync();
            }

            var began = Stopwatch.GetTimestamp();
            // One that was found dead by a round of the keeper counts as a start that failed, and rests for half a second.
            processes.Add(int.Parse(await host.TextAsync("up__process"), CultureInfo.InvariantCulture));
            worst = Stopwatch.GetElapsedTime(began) is var took && took > worst ? took : worst;
        }

        output.WriteLine($"{rounds} kills, {rounds} answers, the slowest after {worst.TotalMilliseconds:0} ms");
        Assert.Equal(rounds + 1, processes.Distinct().Count());
        Assert.Equal(rounds + 1, server.Environments.Count);
        Assert.Equal(rounds + 1, (await host.ViewAsync("up")).GetProperty("starts").GetInt32());
        Assert.Single(processes, IsAlive);
    }

    [Fact]
    public async Task A_server_over_HTTP_that_is_started_again_over_and_over_answers_every_call()
    {
        await using var server = await HttpUpstream.StartAsync();
        await using var host = await UpstreamHost.StartAsync();
        await server.AddAsync(host, "up");
        var rounds = Rounds.Of(quick: 20, full: 100);

        for (var round = 1; round <= rounds; round++)
        {
            Assert.Equal($"echo in s{round}", await host.TextAsync("up__echo"));
            server.Forget();
        }

        Assert.Equal($"echo in s{rounds + 1}", await host.TextAsync("up__echo"));
        Assert.Equal(rounds + 1, server.Sessions);
    }

    private static bool IsAlive(int id) => Directory.Exists($"/proc/{id}");
}
