using System.CommandLine;
using Harombe.Host.Access;

namespace Harombe.Host.Commands.Secrets;

/// <summary><c>harombe secrets migrate --to vault</c>: moves what the sealed file has. May be repeated.</summary>
internal sealed class SecretMigrateCommand : Command
{
    private static readonly Option<string> To = new("--to") { Description = "Where to: vault.", Required = true, HelpName = "store" };
    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Replace what Vault has under a name with another value." };

    public SecretMigrateCommand(Surroundings here)
        : base("migrate", "Move the secrets of the sealed file to Vault: each is written, read back and compared before it is removed here.")
    {
        To.AcceptOnlyFromAmong("vault");
        Add(To);
        Add(Overwrite);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if ((await SecretDoors.OpenAsync(run, cancellationToken).ConfigureAwait(false)).Failed(out var stop, out var door))
        {
            return run.Fail(stop);
        }

        await using (door)
        {
            if ((await door.MigrateAsync(run.Parsed.GetValue(Overwrite), cancellationToken).ConfigureAwait(false)).Failed(out stop, out var report))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(report, SecretCareForms.Default.SecretsMigrated);
            }

            foreach (var name in report.Moved)
            {
                run.Say($"moved {name}");
            }

            run.Say($"{report.Moved.Count} moved; {report.Staying.Count} stay here, with which the host logs in to Vault");
            return report.Differing.Count == 0 ? ExitCode.Done : run.Fail(new Stop(
                ExitCode.Failed,
                "migrate.differs",
                $"Vault has other values for {string.Join(", ", report.Differing)}; these were left where they are",
                "Compare them, and migrate again with --overwrite if the ones here are right."));
        }
    }
}
