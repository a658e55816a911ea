using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Verification;

/// <summary>
/// Checks a record without a host: on the file itself or on a copy of it with its <c>-wal</c> file. Reads once from front to back in one snapshot and
/// changes nothing; memory doesn't grow with the record. Thread-safe.
/// </summary>
public static class AuditVerification
{
    /// <summary>Checks the file.</summary>
    /// <param name="path">An <c>audit.db</c>.</param>
    /// <param name="expected">A head that was kept elsewhere, of this record at any earlier time.</param>
    /// <param name="progress">Hears now and then how many entries were read.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    public static AuditVerdict Verify(string path, TreeHead? expected, IProgress<long>? progress, CancellationToken cancellationToken) =>
        Verify(path, new VerificationRequest { Expected = expected, Progress = progress }, cancellationToken);

    /// <summary>Checks the file against what is known from elsewhere.</summary>
    public static AuditVerdict Verify(string path, VerificationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            return new AuditVerdict.CouldNotCheck($"There is no file {path}.");
        }

        try
        {
            using var connection = Open(Path.GetFullPath(path));
            return Foreign(connection) ?? Check(connection, request, cancellationToken);
        }
        catch (SqliteException e)
        {
            return new AuditVerdict.CouldNotCheck(AuditFault.Of(e, path).Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidCastException)
        {
            return new AuditVerdict.CouldNotCheck($"The file {path} can't be read: {e.Message}");
        }
    }

    private static AuditVerdict Check(SqliteConnection connection, VerificationRequest request, CancellationToken cancellationToken)
    {
        connection.Run("BEGIN");
        var difference = AuditSchema.Difference(connection);
        try
        {
            using var walk = new RecordWalk(connection, request);
            var verdict = walk.Run(cancellationToken);
            // An entry that is wrong says more than the open door it came in by.
            return verdict is AuditVerdict.Intact && difference is not null
                ? new AuditVerdict.Tampered(null, $"The tables were opened for change: {difference}.")
                : verdict;
        }
        catch (Exception e) when (difference is not null && (e is SqliteException or InvalidCastException))
        {
            return new AuditVerdict.Tampered(null, $"The tables were changed: {difference}.");
        }
    }

    private static AuditVerdict.CouldNotCheck? Foreign(SqliteConnection connection)
    {
        if (connection.One("PRAGMA application_id") is not (long)AuditSchema.ApplicationId)
        {
            return new AuditVerdict.CouldNotCheck("The file is not an audit log of Harombe.");
        }

        return connection.One("PRAGMA user_version") is (long)AuditSchema.Version
            ? null
            : connection.One("PRAGMA user_version") is > 0L and < (long)AuditSchema.Version and var old
                ? new AuditVerdict.CouldNotCheck($"The file has version {old}. A host of this version brings it to its own when it starts; check a copy that was started once.")
                : new AuditVerdict.CouldNotCheck($"The file has another version than {AuditSchema.Version}, the one this program can check.");
    }

    // Without a write-ahead log beside it nobody writes the file; SQLite is then told to make none either, so that evidence stays untouched
    // and may lie on a read-only disk.
    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File.Exists(path + "-wal") ? path : new Uri(path).AbsoluteUri + "?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        // What SQLite would otherwise read through a buffer of 2 MiB, page by page.
        connection.Run("PRAGMA mmap_size = 4294967296");
        return connection;
    }
}
