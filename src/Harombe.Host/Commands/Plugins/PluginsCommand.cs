using System.CommandLine;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins</c>: the trusted code that gives the host its tools.</summary>
internal sealed class PluginsCommand : Command
{
    public PluginsCommand(Surroundings here)
        : base("plugins", "See plugins and load them anew.")
    {
        Add(new PluginListCommand(here));
        Add(new PluginShowCommand(here));
        Add(new PluginReloadCommand(here));
    }
}
