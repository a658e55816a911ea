using System.CommandLine;
using System.Diagnostics;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands;

/// <summary><c>harombe stop</c>: asks the host to end and waits until it is gone.</summary>
internal sealed class StopCommand : Command
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public StopCommand(Surroundings here)
        : base("stop", "Stop the host and wait until it is gone.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        // The host's own bounds, and a little for the process to end.
        var longest = run.Configure().Failed(out _, out var loaded) ? TimeSpan.FromMinutes(1) : loaded.Configuration.Server.Drain + Composition.StopMargin + Composition.StopMargin;
        using (host)
        {
            if ((await host.SendAsync(HttpMethod.Post, "/admin/stop", null, cancellationToken).ConfigureAwait(false)).Failed(out stop, out _))
            {
                return run.Fail(stop);
            }

            var clock = run.Here.Clock;
            var since = clock.GetTimestamp();
            while (!IsGone(host))
            {
                if (clock.GetElapsedTime(since) > longest)
                {
                    return run.Fail(new Stop(ExitCode.Failed, "cli.stop", $"the host (process {host.Note.ProcessId}) still runs after {longest.TotalSeconds:0} s", "Look at its log for what it waits for."));
                }

                await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            }
        }

        run.Say("stopped");
        if (run.Json)
        {
            run.Terminal.Output.WriteLine("""{"stopped":true}""");
        }

        return ExitCode.Done;
    }

    // The note goes last, when the folder is given back; a host that was killed leaves it behind.
    private static bool IsGone(HostClient host) =>
        RunningHost.Read(host.Folder) is not { } note || note.ProcessId != host.Note.ProcessId || !Runs(note.ProcessId);

    private static bool Runs(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
