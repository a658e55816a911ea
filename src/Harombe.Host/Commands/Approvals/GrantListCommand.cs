using System.CommandLine;
using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Approvals;

/// <summary><c>harombe approvals grants</c>.</summary>
internal sealed class GrantListCommand : Command
{
    public GrantListCommand(Surroundings here)
        : base("grants", "List the answers that stand for more than one call, the newest first.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.GetAsync("/approvals/grants", cancellationToken).ConfigureAwait(false);
            if (answer.As(HostForms.Default.AskedGrants, host).Failed(out stop, out var list))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(list, HostForms.Default.AskedGrants);
                return ExitCode.Done;
            }

            var table = Terminal.Table("id", "tool", "for", "session", "arguments", "where would ask", "until", "used");
            foreach (var grant in list.Grants)
            {
                Terminal.AddRow(
                    table,
                    grant.Id,
                    grant.Tool,
                    grant.Principal,
                    grant.Session ?? "any",
                    VisibleText.Line(grant.Pattern.GetRawText(), 120),
                    string.Join(", ", grant.Asks),
                    grant.RevokedAt is null ? Clock.Of(grant.ExpiresAt) : "taken back",
                    grant.Uses.ToString(CultureInfo.InvariantCulture));
            }

            run.Terminal.Screen.Write(table);
            run.Say(list.Grants.Count == 0 ? "none" : "harombe approvals revoke <id> takes one back");
            return ExitCode.Done;
        }
    }
}
