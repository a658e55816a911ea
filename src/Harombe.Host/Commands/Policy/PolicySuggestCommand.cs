using System.CommandLine;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy suggest</c>: rules that would have saved questions, printed and never written.</summary>
internal sealed class PolicySuggestCommand : Command
{
    private static readonly Option<int> Days = new("--days") { Description = "How far back, 1 to 3650.", DefaultValueFactory = _ => 30 };

    public PolicySuggestCommand(Surroundings here)
        : base("suggest", "Print rules for questions that people answered yes to each time. Needs the running host; writes nothing: what you want, you copy into policy.d.")
    {
        Add(Days);
        UsageFault.Bound(Days, 1, 3650, "harombe policy suggest --days 30");
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
            var answer = await host.GetAsync($"/policy/suggestions?days={run.Parsed.GetValue(Days)}", cancellationToken).ConfigureAwait(false);
            if (answer.As(PolicyForms.Default.Suggested, host).Failed(out stop, out var suggested))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(suggested, PolicyForms.Default.Suggested);
                return ExitCode.Done;
            }

            run.Terminal.Output.WriteLine(suggested.Suggestions.Count == 0 ? "rules: []" : "rules:");
            foreach (var rule in suggested.Suggestions)
            {
                run.Terminal.Output.WriteLine(VisibleText.Lines(rule.Yaml).TrimEnd());
            }

            run.Say(suggested.Suggestions.Count == 0 ? "nothing was answered yes to often enough" : "look at each; try them with: harombe policy replay <folder>");
            return ExitCode.Done;
        }
    }
}
