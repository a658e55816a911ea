using Harombe.Host.Commands.Connection;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands.Mcp;

/// <summary>Makes sure that a host runs: finds it, or starts it and waits until it answers.</summary>
internal static class HostStart
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The note of the host that answers.</summary>
    public static async Task<Answer<RunningHost>> EnsureAsync(Invocation run, HarombeConfiguration configuration, CancellationToken cancellationToken)
    {
        if (await FindAsync(run, configuration, cancellationToken).ConfigureAwait(false) is { } running)
        {
            return running;
        }

        var log = Path.Combine(configuration.Logs.Folder, "up.log");
        run.Terminal.Error.WriteLine($"harombe: no host is running; starting one, its output goes to {log}");
        if (run.Here.Launcher.Start(run.Config, log) is { } stop)
        {
            return stop;
        }

        var clock = run.Here.Clock;
        var since = clock.GetTimestamp();
        while (clock.GetElapsedTime(since) < Longest)
        {
            if (await FindAsync(run, configuration, cancellationToken).ConfigureAwait(false) is { } started)
            {
                return started;
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }

        return new Stop(ExitCode.NoHost, "cli.no-host", $"the host that was started doesn't answer after {Longest.TotalSeconds:0} s", $"look into {log}, or run 'harombe up' to see why");
    }

    private static async Task<RunningHost?> FindAsync(Invocation run, HarombeConfiguration configuration, CancellationToken cancellationToken)
    {
        if (HostFinding.Connect(configuration, token: null, run.Here.Clock).Failed(out _, out var host))
        {
            return null;
        }

        using (host)
        {
            return await host.IsAliveAsync(cancellationToken).ConfigureAwait(false) ? host.Note : null;
        }
    }
}
