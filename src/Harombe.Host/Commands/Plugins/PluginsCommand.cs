using System.CommandLine;

namespace Harombe.Host.Commands.Plugins;

/// <summary><c>harombe plugins</c>: the trusted code that gives the host its tools.</summary>
internal sealed class PluginsCommand : Command
{
    public PluginsCommand(Surroundings here)
        : base("plugins", "Make, install, see and reload plugins.")
    {
        Add(new PluginListCommand(here));
        Add(new PluginShowCommand(here));
        Add(new PluginReloadCommand(here));
        Add(new PluginNewCommand(here));
        Add(new PluginPackCommand(here));
        Add(new PluginInstallCommand(here));
        Add(new PluginRemoveCommand(here));
    }
}
