using Harombe.Audit;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.State;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Host.State;
using Microsoft.Data.Sqlite;

namespace Harombe.Host.Backups;

/// <summary>
/// Puts a backup into a data folder whose lock is held. Everything is unpacked and tried beside the folder's own files first: hashes, the record, and
/// whether this build can open the state. Only then are the files exchanged; those that were there are kept.
/// </summary>
internal static class Restoration
{
    /// <summary>Stands in the folder while files are exchanged. A host doesn't start beside it: half of two states is none.</summary>
    public const string Marker = "restore.unfinished";

    /// <summary>Whether the folder holds anything that a restore would replace.</summary>
    public static bool IsTaken(HarombeConfiguration configuration) => File.Exists(Path.Combine(configuration.Data.Folder, Marker)) || BackedUp.Of(configuration).Any();

    /// <summary>Restores.</summary>
    /// <returns>What was restored, and the folder of the files that were replaced, if there were any.</returns>
    /// <exception cref="InvalidDataException">The backup is damaged, its record was tampered with, or this build can't open its state. Nothing was changed.</exception>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static async Task<(BackupManifest Manifest, string? Replaced)> RunAsync(
        Stream archive, HarombeConfiguration configuration, IEnumerable<StateMigrations> stations, TimeProvider clock, CancellationToken cancellationToken)
    {
        var data = configuration.Data.Folder;
        var work = Path.Combine(data, BackedUp.Work + Guid.NewGuid().ToString("N"));
        DataFolder.Make(work);
        try
        {
            var manifest = await BackupArchive.ReadAsync(archive, work, cancellationToken).ConfigureAwait(false);
            await TryAsync(work, stations, clock, cancellationToken).ConfigureAwait(false);
            var replaced = Exchange(data, work, [.. BackedUp.Of(configuration)], clock);
            return (manifest, replaced);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task TryAsync(string work, IEnumerable<StateMigrations> stations, TimeProvider clock, CancellationToken cancellationToken)
    {
        var audit = Path.Combine(work, "audit.db");
        if (File.Exists(audit))
        {
            await RecordAsync(work, clock, cancellationToken).ConfigureAwait(false);
            switch (AuditVerification.Verify(audit, null, null, cancellationToken))
            {
                case AuditVerdict.Tampered tampered:
                    throw new InvalidDataException($"The record in it was tampered with: {tampered.What}");
                case AuditVerdict.CouldNotCheck could:
                    throw new InvalidDataException($"The record in it can't be checked: {could.Why}");
            }
        }

        if (File.Exists(Path.Combine(work, "state.db")))
        {
            try
            {
                SqliteStateStore.Open(Path.Combine(work, "state.db"), stations, clock).Dispose();
            }
            catch (StateStoreException e)
            {
                throw new InvalidDataException(e.Message, e);
            }
        }
    }

    // Opening the log brings an older one to this build's form, and refuses one whose end is not as it was left.
    private static async Task RecordAsync(string work, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddSingleton(clock).AddLogging().AddHarombeAudit(options => options.Folder = work).BuildServiceProvider();
        try
        {
            var restored = new HostChanged("restored", HarombeHost.Version) { Time = clock.GetUtcNow() };
            await services.GetRequiredService<IAuditLog>().AppendAsync(restored, cancellationToken).ConfigureAwait(false);
        }
        catch (AuditUnavailableException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static string? Exchange(string data, string work, List<string> old, TimeProvider clock)
    {
        var marker = Path.Combine(data, Marker);
        OwnerFile.Write(marker, "A restore was cut off here. Run 'harombe restore <file> --replace' again."u8);
        string? aside = null;
        foreach (var file in old.Concat(Beside(data, old)))
        {
            aside ??= Path.Combine(data, $"{BackedUp.Replaced}{clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}");
            Move(Path.Combine(data, file), Path.Combine(aside, file));
        }

        foreach (var file in Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories).ToList())
        {
            Move(file, Path.Combine(data, Path.GetRelativePath(work, file)));
        }

        SqliteConnection.ClearAllPools();
        File.Delete(marker);
        return aside;
    }

    // A write-ahead log that stayed beside another database would be played into it.
    private static IEnumerable<string> Beside(string data, IEnumerable<string> old) => old
        .Where(file => file.EndsWith(".db", StringComparison.Ordinal))
        .SelectMany(file => new[] { file + "-wal", file + "-shm" })
        .Where(file => File.Exists(Path.Combine(data, file)));

    private static void Move(string from, string to)
    {
        DataFolder.Make(Path.GetDirectoryName(to)!); // not null: it lies below the folder
        File.Move(from, to);
    }
}
