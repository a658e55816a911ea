using System.CommandLine;
using Harombe.Core.Display;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets list</c>: the names.</summary>
internal sealed class SecretListCommand : Command
{
    public SecretListCommand(Surroundings here)
        : base("list", "List the names of the stored secrets.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if ((await SecretDoors.OpenAsync(run, cancellationToken, reads: true).ConfigureAwait(false)).Failed(out var stop, out var door))
        {
            return run.Fail(stop);
        }

        await using (door)
        {
            if ((await door.ListAsync(cancellationToken).ConfigureAwait(false)).Failed(out stop, out var names))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(names, SecretForms.Default.SecretNames);
                return ExitCode.Done;
            }

            foreach (var name in names.Secrets)
            {
                run.Terminal.Output.WriteLine(VisibleText.Line(name));
            }

            if (names.Quarantined is { Count: > 0 } held)
            {
                run.Say($"quarantined in an emergency, leased to nobody until it has another value: {string.Join(", ", held)}");
            }

            if (names.Secrets.Count == 0)
            {
                run.Say("none; store one with: harombe secrets set <name>");
            }

            return ExitCode.Done;
        }
    }
}
