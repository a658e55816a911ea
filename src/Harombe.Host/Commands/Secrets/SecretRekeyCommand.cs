using System.CommandLine;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets rekey</c>: a fresh key for the sealed file.</summary>
internal sealed class SecretRekeyCommand : Command
{
    public SecretRekeyCommand(Surroundings here)
        : base("rekey", "Seal all secrets with a fresh key. The old key, and every copy of it, opens nothing that is written from then on.") =>
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if ((await SecretDoors.OpenAsync(run, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var door))
        {
            return run.Fail(stop);
        }

        await using (door)
        {
            if (await door.RekeyAsync(cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return run.Fail(refused);
            }
        }

        if (run.Json)
        {
            run.WriteJson(new SecretsRekeyed(true), SecretForms.Default.SecretsRekeyed);
        }

        run.Say("sealed with a fresh key; back up secrets.sealed and its key together");
        return ExitCode.Done;
    }
}
