using System.CommandLine;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp list</c>.</summary>
internal sealed class McpListCommand : Command
{
    public McpListCommand(Surroundings here)
        : base("list", "List the upstream servers, how each stands, and why one is missing.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.GetAsync("/upstreams", cancellationToken).ConfigureAwait(false);
            if (answer.As(UpstreamForms.Default.ListShownUpstream, host).Failed(out stop, out var upstreams))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(upstreams, UpstreamForms.Default.ListShownUpstream);
            }
            else
            {
                UpstreamTable.Write(run, upstreams);
            }

            return ExitCode.Done;
        }
    }
}
