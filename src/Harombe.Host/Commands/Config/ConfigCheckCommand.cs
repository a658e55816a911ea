using System.CommandLine;

namespace Harombe.Host.Commands.Config;

/// <summary><c>harombe config check</c>: whether a host would start on this configuration.</summary>
internal sealed class ConfigCheckCommand : Command
{
    public ConfigCheckCommand(Surroundings here)
        : base("check", "Check the whole configuration and report every fault. Exit 78 when there is one.") =>
        SetAction(parsed => Run(here.Begin(parsed)));

    private static int Run(Invocation run)
    {
        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return run.Fail(stop);
        }

        if (run.Json)
        {
            run.Terminal.Output.WriteLine("""{"valid":true}""");
        }

        run.Say($"valid: {loaded.Effective.File ?? "no file, the defaults"}");
        return ExitCode.Done;
    }
}
