using System.CommandLine;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy check</c>.</summary>
internal sealed class PolicyCheckCommand : Command
{
    private static readonly Argument<string?> Folder = new("folder") { Description = "The folder with the *.yaml files; the configured one when it is left out.", Arity = ArgumentArity.ZeroOrOne };

    public PolicyCheckCommand(Surroundings here)
        : base("check", "Read the policy files and name every fault, and every rule that can never count, with its line.")
    {
        Add(Folder);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    private static int Run(Invocation run)
    {
        if (PolicyFiles.Open(run, run.Parsed.GetValue(Folder)).Failed(out var stop, out var trial))
        {
            return run.Fail(stop);
        }

        run.Terminal.Output.WriteLine($"{trial.Rules} rules hold, version {trial.Version}");
        return ExitCode.Done;
    }
}
