using System.CommandLine;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy test cases.json</c>.</summary>
internal sealed class PolicyTestCommand : Command
{
    private static readonly Argument<string> Cases = new("cases.json") { Description = "A list of cases: name, call, expect (deny, ask or allow), and rule where it matters." };
    private static readonly Option<string?> Folder = new("--folder") { Description = "The folder with the policy; the configured one when it is left out.", HelpName = "path" };

    public PolicyTestCommand(Surroundings here)
        : base("test", "Decide the cases of a file, offline, and fail when one comes out otherwise than it says.")
    {
        Add(Cases);
        Add(Folder);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    private static int Run(Invocation run)
    {
        if (PolicyFiles.Open(run, run.Parsed.GetValue(Folder)).Failed(out var stop, out var trial)
            || PolicyFiles.Read(run.Parsed.GetRequiredValue(Cases), PolicyJson.Default.PolicyCaseArray).Failed(out stop, out var cases))
        {
            return run.Fail(stop);
        }

        var results = new List<CaseResult>();
        foreach (var one in cases)
        {
            var verdict = trial.Decide(one.Call);
            var holds = verdict.Verdict == one.Expect && (one.Rule is null || one.Rule == verdict.Rule);
            results.Add(new CaseResult(one.Name, holds, one.Expect, verdict.Verdict, verdict.Rule, verdict.Message));
            if (run.Json)
            {
                continue;
            }

            run.Terminal.Output.WriteLine(VisibleText.Line(holds
                ? $"ok    {one.Name}"
                : $"FAIL  {one.Name}: {verdict.Verdict} [rule {verdict.Rule}], expected {one.Expect}{(one.Rule is null ? "" : $" [rule {one.Rule}]")}. {verdict.Message}"));
        }

        if (run.Json)
        {
            run.WriteJson<IReadOnlyList<CaseResult>>(results, PolicyJson.Default.IReadOnlyListCaseResult);
        }

        var failed = results.Count(result => !result.Holds);
        run.Say($"{cases.Length - failed} of {cases.Length} cases hold");
        return failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
