using System.CommandLine;
using Harombe.Host.Commands.Connection;
using Harombe.Policy.Rules.Trials;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy check</c>.</summary>
internal sealed class PolicyCheckCommand : Command
{
    private static readonly Argument<string?> Folder = new("folder") { Description = "The folder with the *.yaml files; the configured one when it is left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int?> Unused = new("--unused") { Description = "Also name the rules that neither decided nor asked in the last so many days, by the record of the running host.", HelpName = "days" };

    public PolicyCheckCommand(Surroundings here)
        : base("check", "Read the policy files and name every fault, and every rule that can never count, with its line.")
    {
        Add(Folder);
        Add(Unused);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (PolicyFiles.Open(run, run.Parsed.GetValue(Folder), out var faults).Failed(out var stop, out var trial))
        {
            if (run.Json && !faults.IsEmpty)
            {
                run.WriteJson(new CheckedPolicy(null, 0, faults, null), PolicyJson.Default.CheckedPolicy);
                return stop.ExitCode;
            }

            return run.Fail(stop);
        }

        IReadOnlyList<string>? unused = null;
        if (run.Parsed.GetValue(Unused) is { } days)
        {
            if ((await UnusedAsync(run, trial, days, cancellationToken).ConfigureAwait(false)).Failed(out stop, out unused))
            {
                return run.Fail(stop);
            }
        }

        if (run.Json)
        {
            run.WriteJson(new CheckedPolicy(trial.Version, trial.Rules, faults, unused), PolicyJson.Default.CheckedPolicy);
            return ExitCode.Done;
        }

        foreach (var name in unused ?? [])
        {
            run.Say($"{trial.PlaceOf(name)}: warning: The rule '{name}' has not counted in {run.Parsed.GetValue(Unused)} days. Take it out if it is not meant for a rare case.");
        }

        run.Terminal.Output.WriteLine($"{trial.Rules} rules hold, version {trial.Version}");
        return ExitCode.Done;
    }

    private static async Task<Answer<IReadOnlyList<string>>> UnusedAsync(Invocation run, PolicyTrial trial, int days, CancellationToken cancellationToken)
    {
        if (days is < 1 or > 3650)
        {
            return Stop.Usage("the days are 1 to 3650", "harombe policy check --unused 30");
        }

        if (run.Connect().Failed(out var stop, out var host))
        {
            return stop;
        }

        using (host)
        {
            var answer = await host.GetAsync($"/policy/usage?days={days}", cancellationToken).ConfigureAwait(false);
            return answer.As(PolicyForms.Default.UsedRules, host).Failed(out stop, out var used)
                ? stop : (Answer<IReadOnlyList<string>>)trial.Names.Where(name => !used.Rules.ContainsKey(name)).ToList();
        }
    }
}

/// <summary>A policy that was checked, for programs.</summary>
/// <param name="Version">Null where it can't hold.</param>
/// <param name="Rules">How many there are.</param>
/// <param name="Faults">Faults and warnings, with their lines.</param>
/// <param name="Unused">The rules that were of no use, where that was asked.</param>
internal sealed record CheckedPolicy(string? Version, int Rules, IReadOnlyList<TrialFault> Faults, IReadOnlyList<string>? Unused);
