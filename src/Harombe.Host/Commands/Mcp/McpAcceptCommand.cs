using System.CommandLine;

namespace Harombe.Host.Commands.Mcp;

/// <summary>
/// <c>harombe mcp accept</c>: what a server says now is what it may say from now on. A person sees it and says yes, or names the fingerprint of what they
/// have seen; a server that says something else by then is not accepted.
/// </summary>
internal sealed class McpAcceptCommand : Command
{
    private static readonly Argument<string> Server = new("name") { Description = "Its name" };
    private static readonly Option<string?> Fingerprint = new("--fingerprint") { Description = "What 'mcp diff' or 'mcp list --json' gave; then nobody is asked" };

    public McpAcceptCommand(Surroundings here)
        : base("accept", "Accept an upstream server as it is now: its tools, prompts and instructions.")
    {
        Add(Server);
        Add(Fingerprint);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var name = run.Parsed.GetRequiredValue(Server);
        var seen = run.Parsed.GetValue(Fingerprint);
        if (seen is null)
        {
            if (run.Connect().Failed(out var stop, out var host))
            {
                return run.Fail(stop);
            }

            using (host)
            {
                if ((await UpstreamAsking.FindAsync(host, name, cancellationToken).ConfigureAwait(false)).Failed(out stop, out var upstream) || Agree(run, upstream).Failed(out stop, out seen))
                {
                    return run.Fail(stop);
                }
            }
        }

        return await UpstreamAsking.ShowAsync(
            run, HttpMethod.Post, $"/{Uri.EscapeDataString(name)}/accept?fingerprint={Uri.EscapeDataString(seen)}", null, $"accepted: {name}", cancellationToken).ConfigureAwait(false);
    }

    private static Answer<string> Agree(Invocation run, ShownUpstream upstream)
    {
        if (upstream.Fingerprint is not { } fingerprint)
        {
            return new Stop(ExitCode.Failed, "upstream.unheard", $"{upstream.Name} has not said anything yet", $"harombe mcp test {upstream.Name}");
        }

        if (!run.Terminal.Asks)
        {
            return Stop.Usage("nobody is there to look at it and say yes", $"harombe mcp accept {upstream.Name} --fingerprint {fingerprint}");
        }

        UpstreamTable.Write(run, upstream);
        run.Terminal.Error.Write("What it says of itself is shown to models from now on. Accept it? [y/N] ");
        run.Terminal.Error.Flush();
        return run.Terminal.Input.ReadLine()?.Trim() is "y" or "Y" or "yes" ? fingerprint : new Stop(ExitCode.Refused, "mcp.declined", "nothing was accepted", "");
    }
}
