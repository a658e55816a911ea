using System.CommandLine;

namespace Harombe.Host.Commands.Config;

/// <summary><c>harombe config</c>: what the configuration says, and what it could say.</summary>
internal sealed class ConfigCommand : Command
{
    public ConfigCommand(Surroundings here)
        : base("config", "See and check the configuration. Nothing here needs a host.")
    {
        Add(new ConfigShowCommand(here));
        Add(new ConfigCheckCommand(here));
        Add(new ConfigKeysCommand(here));
    }
}
