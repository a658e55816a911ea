using System.CommandLine;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Tokens;

/// <summary><c>harombe token revoke</c>: all tokens of a principal, or one by its number.</summary>
internal sealed class TokenRevokeCommand : Command
{
    private static readonly Argument<string> Whose = new("principal|number") { Description = "Whose tokens, or the number that 'token list' shows." };

    public TokenRevokeCommand(Surroundings here)
        : base("revoke", "Make tokens count no longer, at once.")
    {
        Add(Whose);
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
            var answer = await host.SendAsync(HttpMethod.Delete, $"/tokens/{Uri.EscapeDataString(run.Parsed.GetRequiredValue(Whose))}", null, cancellationToken).ConfigureAwait(false);
            if (answer.As(AccessJson.Default.Revoked, host).Failed(out stop, out var revoked))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(revoked, AccessJson.Default.Revoked);
            }

            run.Say($"{revoked.Tokens} revoked");
            return ExitCode.Done;
        }
    }
}
