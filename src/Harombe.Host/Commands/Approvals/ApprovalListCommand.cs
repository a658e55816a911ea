using System.CommandLine;
using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Approvals;

/// <summary><c>harombe approvals list</c>.</summary>
internal sealed class ApprovalListCommand : Command
{
    private static readonly Option<string> State = new Option<string>("--state")
    {
        Description = "Only those that stand so.",
        DefaultValueFactory = _ => "waiting",
    }.AcceptOnlyFromAmong("waiting", "approved", "denied", "expired", "spent", "withdrawn", "all");

    private static readonly Option<int> Limit = new("--limit") { Description = "At most so many, 1 to 200.", DefaultValueFactory = _ => 50 };

    public ApprovalListCommand(Surroundings here)
        : base("list", "List the questions, the newest first.")
    {
        Add(State);
        Add(Limit);
        UsageFault.Bound(Limit, 1, 200, "harombe approvals list --limit 50");
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
            var state = run.Parsed.GetRequiredValue(State);
            var limit = run.Parsed.GetValue(Limit).ToString(CultureInfo.InvariantCulture);
            var answer = await host.GetAsync($"/approvals?limit={limit}{(state == "all" ? "" : $"&state={state}")}", cancellationToken).ConfigureAwait(false);
            if (answer.As(HostForms.Default.AskedApprovals, host).Failed(out stop, out var list))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(list, HostForms.Default.AskedApprovals);
                return ExitCode.Done;
            }

            var table = Terminal.Table("id", "state", "tool", "risk", "asked by", "until", "why");
            foreach (var approval in list.Approvals)
            {
                Terminal.AddRow(table, approval.Id, approval.State, approval.Tool, approval.Risk, approval.Principal, Clock.Of(approval.ExpiresAt), VisibleText.Line(approval.Withheld == true ? $"Holds a secret. {approval.Why}" : approval.Why, 80));
            }

            run.Terminal.Screen.Write(table);
            run.Say(list.Approvals.Count == 0 ? "none" : "harombe approvals show <id> shows the exact arguments, but for a secret in them");
            return ExitCode.Done;
        }
    }
}
