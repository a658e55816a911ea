using System.CommandLine;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp test</c>: connects to a server now and asks what it has. Calls nothing.</summary>
internal sealed class McpTestCommand : Command
{
    private static readonly Argument<string> Server = new("name") { Description = "Its name" };

    public McpTestCommand(Surroundings here)
        : base("test", "Connect to an upstream server now, and show what it has or why it can't be reached.")
    {
        Add(Server);
        SetAction((parsed, cancellationToken) =>
        {
            var run = here.Begin(parsed);
            var name = run.Parsed.GetRequiredValue(Server);
            return UpstreamAsking.ShowAsync(run, HttpMethod.Post, $"/{Uri.EscapeDataString(name)}/test", null, $"tested: {name}", cancellationToken);
        });
    }
}
