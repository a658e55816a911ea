using System.Globalization;
using Harombe.Host.Configuration;
using Harombe.Host.Hosting;
using Harombe.Host.State;
using Microsoft.Data.Sqlite;

namespace Harombe.Host.Backups;

/// <summary>The backup that is made by itself before a database is changed for a new version: what a downgrade needs. Without it nothing is changed.</summary>
internal sealed class MigrationBackup(HarombeConfiguration configuration, TimeProvider clock)
{
    private const int Kept = 5;

    private int made;

    /// <summary>Makes it, once in the life of a host: what is migrated after the first is in it as it was.</summary>
    /// <exception cref="StateStoreException">It could not be made.</exception>
    public void Make()
    {
        if (Interlocked.Exchange(ref made, 1) != 0)
        {
            return;
        }

        var folder = Path.Combine(configuration.Data.Folder, BackedUp.Folder);
        var now = clock.GetUtcNow();
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"before-migration-{now:yyyyMMdd-HHmmssfff}.tar.gz"));
        try
        {
            DataFolder.Make(folder);
            using (var stream = OwnerFile.New(file + ".part"))
            {
                // At start nobody else runs yet, and the store is opened without waiting.
                BackupArchive.WriteAsync(configuration, withKeys: true, now, stream, CancellationToken.None).GetAwaiter().GetResult();
                stream.Flush(flushToDisk: true);
            }

            File.Move(file + ".part", file);
            foreach (var old in Directory.EnumerateFiles(folder, "before-migration-*.tar.gz").OrderDescending(StringComparer.Ordinal).Skip(Kept))
            {
                File.Delete(old);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            made = 0;
            throw new StateStoreException(
                $"The backup that is made before a migration failed, so nothing was migrated: {e.Message}",
                $"Give {folder} room for a copy of the data folder, and start again.",
                e);
        }
    }
}
