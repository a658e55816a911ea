using System.CommandLine;
using System.Globalization;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Tokens;

/// <summary><c>harombe token list</c>: every token but the token itself.</summary>
internal sealed class TokenListCommand : Command
{
    public TokenListCommand(Surroundings here)
        : base("list", "List the tokens, the newest first.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.GetAsync("/tokens", cancellationToken).ConfigureAwait(false);
            if (answer.As(AccessJson.Default.ListTokenView, host).Failed(out stop, out var tokens))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(tokens, AccessJson.Default.ListTokenView);
                return ExitCode.Done;
            }

            var now = run.Here.Clock.GetUtcNow();
            var table = Terminal.Table("no.", "principal", "kinds", "tools", "issued", "counts until");
            foreach (var token in tokens)
            {
                Terminal.AddRow(table, token.Id.ToString(CultureInfo.InvariantCulture), token.Principal, token.Kinds, token.Tools, Day(token.IssuedAt), Until(token, now));
            }

            run.Terminal.Screen.Write(table);
            return ExitCode.Done;
        }
    }

    private static string Until(TokenView token, DateTimeOffset now) =>
        token.RevokedAt is { } revoked ? $"revoked {Day(revoked)}"
        : token.ExpiresAt is not { } expires ? "it is revoked"
        : expires <= now ? $"expired {Day(expires)}" : Day(expires);

    private static string Day(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
