using Harombe.Host.Configuration;
using Harombe.Host.Hosting;

namespace Harombe.Host.Backups;

/// <summary>
/// Which files of a data folder are backed up: all of them but what belongs to one run of a host, what SQLite keeps beside a database, the logs, the
/// workspace (people's own files), and what backups and restores leave. New files of new stations are in by themselves.
/// </summary>
internal static class BackedUp
{
    /// <summary>Where automatic backups are kept, below the data folder.</summary>
    public const string Folder = "backups";

    /// <summary>What files that a restore put aside are below.</summary>
    public const string Replaced = "replaced-";

    /// <summary>What work in progress is below.</summary>
    public const string Work = ".backup-";

    /// <summary>What the configuration file is called in a backup, wherever it lay.</summary>
    public const string Configuration = "harombe.yaml";

    private static readonly string[] OfOneRun = ["host.lock", RunningHost.FileName, "secrets.lock", Restoration.Marker];
    private static readonly string[] Endings = ["-wal", "-shm", "-journal", ".new", ".part"];

    /// <summary>The files by their paths below the data folder, in a stable order. Links are not followed.</summary>
    public static IEnumerable<string> Of(HarombeConfiguration configuration)
    {
        var data = configuration.Data.Folder;
        HashSet<string> apart = [configuration.Logs.Folder, configuration.Workspace.Folder, Path.Combine(data, Folder)];
        return Below(new DirectoryInfo(data), apart).Select(file => Path.GetRelativePath(data, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    /// <summary>Whether a file is a key: with it and the sealed file, secrets can be read.</summary>
    public static bool IsKey(string path) => path.EndsWith(".key", StringComparison.Ordinal) || path.EndsWith(".token", StringComparison.Ordinal);

    private static IEnumerable<string> Below(DirectoryInfo folder, HashSet<string> apart)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null || apart.Contains(entry.FullName) || OfOneRun.Contains(entry.Name, StringComparer.Ordinal)
                || Array.Exists(Endings, ending => entry.Name.EndsWith(ending, StringComparison.Ordinal)))
            {
                continue;
            }

            if (entry is FileInfo)
            {
                yield return entry.FullName;
            }
            else if (!entry.Name.StartsWith(Replaced, StringComparison.Ordinal) && !entry.Name.StartsWith(Work, StringComparison.Ordinal))
            {
                foreach (var file in Below((DirectoryInfo)entry, apart))
                {
                    yield return file;
                }
            }
        }
    }
}
