using Harombe.Audit;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Tests.Audit;

/// <summary>A data folder of its own, gone after the test, and the hands of somebody who may write to the file.</summary>
internal sealed class AuditFolder : IDisposable
{
    public AuditFolder() => Options = new AuditOptions { Folder = Directory.CreateTempSubdirectory("audit-").FullName, BusySeconds = 1 };

    public AuditOptions Options { get; }

    public string File => Path.Combine(Options.Folder, "audit.db");

    public SqliteAuditLog Open(Action<SqliteConnection>? opened = null) => new(Options, TimeProvider.System, NullLogger.Instance, opened);

    public SqliteAuditLog Open(TimeProvider time) => new(Options, time, NullLogger.Instance, null);

    public LogWriter OpenWriter() => LogOpening.Open(new AuditFile(Options), null, null);

    /// <summary>Fills a fresh record, one commit for each entry, and closes it.</summary>
    public async Task FillAsync(params AuditEntry[] entries)
    {
        await using var log = Open();
        foreach (var entry in entries)
        {
            await log.AppendAsync(entry, default);
        }
    }

    /// <summary>The bytes of an entry as they stand in the file: no rendering repeats them, since each has a salt.</summary>
    public byte[] Stored(long sequence)
    {
        using var connection = Raw();
        return (byte[])connection.One($"SELECT bytes FROM bodies WHERE sequence = {sequence}")!; // not null: the test wrote it
    }

    public AuditVerdict Verify(TreeHead? expected = null) => AuditVerification.Verify(File, expected, null, default);

    public TreeHead IntactHead() => Assert.IsType<AuditVerdict.Intact>(Verify()).Head;

    /// <summary>Changes the file behind the triggers' back and puts them up again.</summary>
    public void Tamper(Action<SqliteConnection> change)
    {
        using var connection = Raw();
        var triggers = AuditSchema.Objects.Where(o => o.Value.StartsWith("CREATE TRIGGER", StringComparison.Ordinal)).ToList();
        triggers.ForEach(trigger => connection.Run($"DROP TRIGGER {trigger.Key}"));
        change(connection);
        triggers.ForEach(trigger => connection.Run(trigger.Value));
    }

    public void Tamper(string sql) => Tamper(connection => connection.Run(sql));

    public SqliteConnection Raw()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ConnectionString);
        connection.Open();
        connection.Run("PRAGMA synchronous = OFF");
        return connection;
    }

    public void Dispose() => Directory.Delete(Options.Folder, recursive: true);
}
