using System.CommandLine;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins remove</c>: takes an installed plugin out of the running host; calls under way end on it.</summary>
internal sealed class PluginRemoveCommand : Command
{
    private static readonly Argument<string> Plugin = new("plugin") { Description = "Its name" };

    public PluginRemoveCommand(Surroundings here)
        : base("remove", "Remove an installed plugin.")
    {
        Add(Plugin);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var name = run.Parsed.GetRequiredValue(Plugin);
            if ((await host.SendAsync(HttpMethod.Delete, $"/plugins/{Uri.EscapeDataString(name)}", null, cancellationToken).ConfigureAwait(false)).Failed(out stop, out _))
            {
                return run.Fail(stop);
            }

            run.Say($"removed: {name}");
            return ExitCode.Done;
        }
    }
}
