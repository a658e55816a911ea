using System.CommandLine;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins show</c>.</summary>
internal sealed class PluginShowCommand : Command
{
    private static readonly Argument<string> Plugin = new("plugin") { Description = "Its name" };

    public PluginShowCommand(Surroundings here)
        : base("show", "Show one plugin: what it may reach, its tools, where it lies, its hash.")
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
            var answer = await host.GetAsync($"/plugins/{Uri.EscapeDataString(run.Parsed.GetRequiredValue(Plugin))}", cancellationToken).ConfigureAwait(false);
            if (answer.As(PluginForms.Default.ShownPlugin, host).Failed(out stop, out var plugin))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(plugin, PluginForms.Default.ShownPlugin);
            }
            else
            {
                PluginTable.Write(run, plugin);
            }

            return ExitCode.Done;
        }
    }
}
