using System.CommandLine;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp remove</c>: takes an added server out of the running host, with its process and what was accepted of it.</summary>
internal sealed class McpRemoveCommand : Command
{
    private static readonly Argument<string> Server = new("name") { Description = "Its name" };

    public McpRemoveCommand(Surroundings here)
        : base("remove", "Remove an upstream server that was added, and end its process.")
    {
        Add(Server);
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
            var name = run.Parsed.GetRequiredValue(Server);
            if ((await host.SendAsync(HttpMethod.Delete, $"/upstreams/{Uri.EscapeDataString(name)}", null, cancellationToken).ConfigureAwait(false)).Failed(out stop, out _))
            {
                return run.Fail(stop);
            }

            run.Say($"removed: {name}");
            return ExitCode.Done;
        }
    }
}
