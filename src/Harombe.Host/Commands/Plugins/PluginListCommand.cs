using System.CommandLine;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins list</c>.</summary>
internal sealed class PluginListCommand : Command
{
    public PluginListCommand(Surroundings here)
        : base("list", "List the plugins that were found, and why one is left out.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.GetAsync("/plugins", cancellationToken).ConfigureAwait(false);
            if (answer.As(PluginForms.Default.ListShownPlugin, host).Failed(out stop, out var plugins))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(plugins, PluginForms.Default.ListShownPlugin);
            }
            else
            {
                PluginTable.Write(run, plugins);
            }

            return ExitCode.Done;
        }
    }
}
