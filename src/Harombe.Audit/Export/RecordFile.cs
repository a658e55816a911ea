using System.Globalization;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Export;

/// <summary>A record opened for reading, whether a host is writing it or not: one snapshot. Not thread-safe.</summary>
public sealed class RecordFile : IDisposable
{
    private readonly SqliteConnection connection;

    private RecordFile(SqliteConnection connection) => this.connection = connection;

    internal SqliteConnection Connection => connection;

    /// <exception cref="AuditUnavailableException">The file can't be read, or is no record.</exception>
    public static RecordFile Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new AuditUnavailableException($"There is no file {path}.", null);
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = File.Exists(path + "-wal") ? path : new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1",
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.Run("BEGIN");
            return connection.One("PRAGMA application_id") is (long)AuditSchema.ApplicationId && connection.One("PRAGMA user_version") is (long)AuditSchema.Version
                ? new RecordFile(connection)
                : throw new AuditUnavailableException($"The file {path} is not an audit log of this version of Harombe.", null);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw AuditFault.Of(e, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of an entry; null when there is none or it was erased.</summary>
    public byte[]? Entry(long sequence) =>
        connection.One(string.Create(CultureInfo.InvariantCulture, $"SELECT bytes FROM bodies WHERE sequence = {sequence}")) as byte[];

    /// <summary>The last checkpoint as it is written down; null when nothing is signed.</summary>
    public string? LastCheckpoint() => StoredCheckpoints.Last(connection)?.ToString();

    /// <summary>Proof that an entry is in the record, as a C2SP tlog-proof under the last checkpoint; null when that doesn't cover it.</summary>
    public string? Prove(long sequence)
    {
        if (StoredCheckpoints.Last(connection) is not { } note || !Checkpoint.TryParse(note.Text, out var checkpoint) || sequence < 0 || sequence >= checkpoint.Head.Size)
        {
            return null;
        }

        using var tree = new StoredTree(connection);
        return new TlogProof(sequence, TreeProof.Inclusion(tree.Hash, sequence, checkpoint.Head.Size), note).ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
