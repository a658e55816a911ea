using System.CommandLine;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets</c>: what is stored, by name.</summary>
internal sealed class SecretsCommand : Command
{
    public SecretsCommand(Surroundings here)
        : base("secrets", "Store and remove secrets. Nothing ever shows a value.")
    {
        Add(new SecretSetCommand(here));
        Add(new SecretListCommand(here));
        Add(new SecretRemoveCommand(here));
        Add(new SecretImportCommand(here));
        Add(new SecretRotateCommand(here));
        Add(new SecretRevokeCommand(here));
        Add(new SecretMigrateCommand(here));
    }
}
