using System.CommandLine;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands;

/// <summary><c>harombe tools</c>: the catalogue.</summary>
internal sealed class ToolsCommand : Command
{
    public ToolsCommand(Surroundings here)
        : base("tools", "List the tools, their origin and their risk.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.GetAsync("/tools", cancellationToken).ConfigureAwait(false);
            if (answer.As(HostingJson.Default.ListToolView, host).Failed(out stop, out var tools))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(tools, HostingJson.Default.ListToolView);
                return ExitCode.Done;
            }

            var table = Terminal.Table("tool", "risk", "effect", "secrets", "from", "what it does");
            foreach (var tool in tools)
            {
                Terminal.AddRow(table, tool.Name, tool.Risk, tool.ReadOnly ? "reads" : "changes", Secrets(tool), tool.Origin, VisibleText.Line(tool.Description, 120));
            }

            run.Terminal.Screen.Write(table);
            return ExitCode.Done;
        }
    }

    private static string Secrets(ToolView tool) =>
        string.Join(", ", tool.Secrets.Select(secret => tool.Revealed.Contains(secret) ? $"{secret} (revealed: weaker)" : secret));
}
