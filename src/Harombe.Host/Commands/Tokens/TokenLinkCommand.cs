using System.CommandLine;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Tokens;

/// <summary><c>harombe token link</c>: signs a browser in as the owner.</summary>
internal sealed class TokenLinkCommand : Command
{
    public TokenLinkCommand(Surroundings here)
        : base("link", "Make a link with which a browser signs in as the owner: once, within the hour.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.SendAsync(HttpMethod.Post, "/tokens/link", null, cancellationToken).ConfigureAwait(false);
            if (answer.As(AccessJson.Default.SignInLink, host).Failed(out stop, out var link))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(new SignInLink(host.Url + link.Path), AccessJson.Default.SignInLink);
                return ExitCode.Done;
            }

            run.Say("Open this once, within the hour; whoever opens it first is the owner:");
            run.Terminal.Output.WriteLine(host.Url + link.Path);
            return ExitCode.Done;
        }
    }
}
