using System.CommandLine;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Agents;

/// <summary><c>harombe agents</c>: who there is, and what they do by the clock.</summary>
internal sealed class AgentsCommand : Command
{
    public AgentsCommand(Surroundings here)
        : base("agents", "List the agents and the schedules, with the next time of each.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            if ((await host.GetAsync("/agents", cancellationToken).ConfigureAwait(false)).As(AgentForms.Default.KnownAgents, host).Failed(out stop, out var known))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(known, AgentForms.Default.KnownAgents);
                return ExitCode.Done;
            }

            if (known.Agents.Count == 0 && known.Schedules.Count == 0)
            {
                run.Say("There are none; name them below agents and schedules in harombe.yaml.");
                return ExitCode.Done;
            }

            var agents = Terminal.Table("agent", "model", "tools");
            foreach (var agent in known.Agents)
            {
                Terminal.AddRow(agents, agent.Name, agent.Model, agent.Tools);
            }

            run.Terminal.Screen.Write(agents);
            if (known.Schedules.Count > 0)
            {
                var schedules = Terminal.Table("schedule", "when", "agent", "next");
                foreach (var schedule in known.Schedules)
                {
                    Terminal.AddRow(schedules, schedule.Name, $"{schedule.Cron} {schedule.Zone}", schedule.Agent ?? "harombe", schedule.Next?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture) ?? "never");
                }

                run.Terminal.Screen.Write(schedules);
            }

            return ExitCode.Done;
        }
    }
}
