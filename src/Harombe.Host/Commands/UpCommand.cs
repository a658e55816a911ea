using System.CommandLine;
using System.Globalization;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands;

/// <summary><c>harombe up</c>: runs a host in the foreground.</summary>
internal sealed class UpCommand : Command
{
    private static readonly Option<int?> Port = new("--port") { Description = "The port to listen on; 0 takes any free one.", HelpName = "N" };
    private static readonly Option<string[]> Set = new("--set") { Description = "Sets a key of the configuration; may be given many times.", HelpName = "key=value" };

    public UpCommand(Surroundings here)
        : base("up", "Start the host and stay with it until it is stopped.")
    {
        Add(Port);
        Add(Set);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        List<CommandLineOverride> overrides = [.. (run.Parsed.GetValue(Set) ?? []).Select(CommandLineOverride.FromSet)];
        if (run.Parsed.GetValue(Port) is { } port)
        {
            overrides.Add(new CommandLineOverride("--port", ConfigurationKeys.ServerPort.Name, port.ToString(CultureInfo.InvariantCulture)));
        }

        return run.Configure(overrides).Failed(out var stop, out var loaded)
            ? run.Fail(stop)
            : await run.Here.Up(new UpRequest(run.Config, overrides, loaded.Configuration), cancellationToken).ConfigureAwait(false);
    }
}
