using System.CommandLine;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy explain call.json</c>.</summary>
internal sealed class PolicyExplainCommand : Command
{
    private static readonly Argument<string> Call = new("call.json") { Description = "A file that describes the call: tool, arguments, and as far as it matters description, schema, risk, principal, prompt, seen." };
    private static readonly Option<string?> Folder = new("--folder") { Description = "The folder with the policy; the configured one when it is left out.", HelpName = "path" };

    public PolicyExplainCommand(Surroundings here)
        : base("explain", "Decide a described call, offline, and say which rule decided, where it stands, and what would have allowed it.")
    {
        Add(Call);
        Add(Folder);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    private static int Run(Invocation run)
    {
        if (PolicyFiles.Open(run, run.Parsed.GetValue(Folder)).Failed(out var stop, out var trial)
            || PolicyFiles.Read(run.Parsed.GetRequiredValue(Call), PolicyJson.Default.TrialCall).Failed(out stop, out var call))
        {
            return run.Fail(stop);
        }

        var verdict = trial.Decide(call);
        if (run.Json)
        {
            run.WriteJson(verdict, PolicyJson.Default.TrialVerdict);
            return ExitCode.Done;
        }

        var output = run.Terminal.Output;
        output.WriteLine($"{verdict.Verdict}  [rule {verdict.Rule}]  risk {verdict.Risk}");
        output.WriteLine(VisibleText.Line(verdict.Message));
        output.WriteLine($"  remedy  {VisibleText.Line(verdict.Remedy)}");
        foreach (var rule in verdict.Rules)
        {
            output.WriteLine(VisibleText.Line($"  {rule.Effect} {rule.Name} ({rule.Place}): {(rule.Decides ? "decides" : rule.Failed is null ? "matches" : $"doesn't match: not so that {rule.Failed}")}"));
        }

        foreach (var concern in verdict.Concerns)
        {
            output.WriteLine($"  flow  {VisibleText.Line(concern)}");
        }

        return ExitCode.Done;
    }
}
