using Harombe.Host.Backups;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>Who may read what: keys, tokens and databases are their owner's alone.</summary>
internal sealed class PermissionsStep : IStep
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Name => "permissions";

    public IReadOnlyList<string> Needs => ["data folder"];

    public bool OnlyAtRest => false;

    public Task<Finding> TryAsync(Patient patient, CancellationToken cancellationToken) => Task.FromResult(
        OperatingSystem.IsWindows() ? Finding.NotTried(Name, "Windows keeps them otherwise") : Try(patient));

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private Finding Try(Patient patient)
    {
        if ((File.GetUnixFileMode(patient.Data) & Others) != 0)
        {
            return Finding.Fails(Name, $"{patient.Data} is open to other accounts", $"chmod 700 {patient.Data}");
        }

        var secret = BackedUp.Of(patient.Configuration).Where(file => BackedUp.IsKey(file) || file.EndsWith(".db", StringComparison.Ordinal) || file.EndsWith(".sealed", StringComparison.Ordinal)).ToList();
        foreach (var path in secret.Select(file => Path.Combine(patient.Data, file)))
        {
            if ((File.GetUnixFileMode(path) & Others) != 0)
            {
                var token = path.EndsWith(".token", StringComparison.Ordinal);
                return Finding.Fails(Name, $"{path} can be read or changed by other accounts", $"chmod 600 {path}{(token ? "; if somebody may have read it, revoke that token with 'harombe token revoke'" : "")}");
            }
        }

        return Finding.Works(Name, $"{secret.Count} files, their owner's alone");
    }
}
