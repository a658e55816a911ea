using System.CommandLine;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets remove</c>.</summary>
internal sealed class SecretRemoveCommand : Command
{
    private static readonly Argument<string> Secret = new("name") { Description = "As 'secrets list' shows it." };

    public SecretRemoveCommand(Surroundings here)
        : base("remove", "Remove a secret.")
    {
        Add(Secret);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (SecretFaults.Name(run.Parsed.GetRequiredValue(Secret), out var name) is { } fault)
        {
            return run.Fail(fault);
        }

        if ((await SecretDoors.OpenAsync(run, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var door))
        {
            return run.Fail(stop);
        }

        await using (door)
        {
            if (await door.RemoveAsync(name, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return run.Fail(refused);
            }
        }

        if (run.Json)
        {
            run.WriteJson(new SecretRemoved(true), SecretForms.Default.SecretRemoved);
        }

        run.Say($"removed {name.Value}");
        return ExitCode.Done;
    }
}
