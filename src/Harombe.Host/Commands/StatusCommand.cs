using System.CommandLine;
using System.Text.Json.Serialization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Agents;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands;

/// <summary><c>harombe status</c>: whether a host runs, where, and whether its layers can do their work.</summary>
internal sealed class StatusCommand : Command
{
    public StatusCommand(Surroundings here)
        : base("status", "Tell whether the host runs and whether each of its layers is ready.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = (await host.GetAsync("/readyz", cancellationToken).ConfigureAwait(false)).As(HostingJson.Default.ReadyReport, host);
            if (answer.Failed(out stop, out var report))
            {
                return run.Fail(stop);
            }

            if ((await host.GetAsync("/budgets", cancellationToken).ConfigureAwait(false)).As(AgentForms.Default.IReadOnlyListSpentBudget, host).Failed(out stop, out var budgets))
            {
                return run.Fail(stop);
            }

            var age = run.Here.Clock.GetUtcNow() - host.Note.StartedAt;
            if (run.Json)
            {
                run.WriteJson(
                    new StatusForm(true, host.Url, host.Note.ProcessId, host.Note.Version, host.Note.StartedAt, (long)age.TotalSeconds, report.Ready, report.Layers, budgets),
                    StatusJson.Default.StatusForm);
            }
            else
            {
                Show(run.Terminal, host, age, report, budgets);
            }

            return report.Ready ? ExitCode.Done : ExitCode.Failed;
        }
    }

    private static void Show(Terminal terminal, HostClient host, TimeSpan age, ReadyReport report, IReadOnlyList<SpentBudget> budgets)
    {
        terminal.Output.WriteLine(VisibleText.Line($"running at {host.Url} (process {host.Note.ProcessId}, version {host.Note.Version}), for {Words(age)}"));
        foreach (var layer in report.Layers)
        {
            terminal.Output.WriteLine(VisibleText.Line($"  {layer}"));
        }

        foreach (var budget in budgets.Where(budget => budget.Limit is not null || (budget.Scope == "day" && budget.Item is "tokens" or "cost" && budget.Spent != "0")))
        {
            terminal.Output.WriteLine(VisibleText.Line($"  {(budget.Scope == "day" ? "today" : "today, you"),-10} {budget.Item}: {budget.Spent}{(budget.Limit is { } limit ? $" of {limit}" : "")}"));
        }
    }

    private static string Words(TimeSpan age) =>
        age.TotalDays >= 1 ? $"{age.Days} d {age.Hours} h" : age.TotalHours >= 1 ? $"{age.Hours} h {age.Minutes} min" : age.TotalMinutes >= 1 ? $"{age.Minutes} min" : $"{age.Seconds} s";
}

internal sealed record StatusForm(
    bool Running, string Url, int ProcessId, string Version, DateTimeOffset StartedAt, long UptimeSeconds, bool Ready, IReadOnlyList<LayerReport> Layers, IReadOnlyList<SpentBudget> Budgets);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StatusForm))]
internal sealed partial class StatusJson : JsonSerializerContext;
