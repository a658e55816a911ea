using System.CommandLine;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins reload</c>: takes the files as they are now; calls under way end on the version that they began with.</summary>
internal sealed class PluginReloadCommand : Command
{
    private static readonly Argument<string?> Plugin = new("plugin") { Description = "Its name; leave it out for all of them, and for new ones", Arity = ArgumentArity.ZeroOrOne };

    public PluginReloadCommand(Surroundings here)
        : base("reload", "Load plugins anew from their folders, without a restart.")
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
            var one = run.Parsed.GetValue(Plugin);
            var path = one is null ? "/plugins/reload" : $"/plugins/{Uri.EscapeDataString(one)}/reload";
            var answer = await host.SendAsync(HttpMethod.Post, path, null, cancellationToken).ConfigureAwait(false);
            if (Read(answer, one, host).Failed(out stop, out var plugins))
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

            // What was asked for did not happen to a plugin that doesn't load.
            return plugins.Any(plugin => plugin.Fault is not null) ? ExitCode.Failed : ExitCode.Done;
        }
    }

    private static Answer<List<ShownPlugin>> Read(Answer<System.Text.Json.JsonDocument> answer, string? one, HostClient host)
    {
        if (one is null)
        {
            return answer.As(PluginForms.Default.ListShownPlugin, host);
        }

        return answer.As(PluginForms.Default.ShownPlugin, host).Failed(out var stop, out var plugin) ? stop : new List<ShownPlugin> { plugin };
    }
}
