using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Microsoft.Extensions.Options;

namespace Harombe.Audit.Checkpoints;

/// <summary>
/// Signs the record as it grows. A key is announced in the record before it signs anything; a tree that doesn't continue what was signed last is not
/// signed. One caller at a time.
/// </summary>
internal sealed class CheckpointKeeping(SqliteAuditLog log, LogKeys keys, IOptions<AuditOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);
    private TreeHead? signed;

    /// <summary>The public key; null where nothing is signed.</summary>
    public VerifierKey? Verifier => keys.Current?.Verifier;

    /// <summary>Why nothing is signed at present; null while everything is.</summary>
    public string? Trouble { get; set; }

    /// <summary>Reads the keys, and announces the first one.</summary>
    /// <exception cref="AuditUnavailableException">The record can't be written, or its key is gone, or what was signed is no longer there.</exception>
    public ValueTask OpenAsync(CancellationToken cancellationToken) => OpenAsync(first: true, cancellationToken);

    /// <summary>Signs what an offline verb appended, where the record has a key already.</summary>
    public ValueTask SignOfflineAsync(CancellationToken cancellationToken) => OpenAsync(first: false, cancellationToken);

    private async ValueTask OpenAsync(bool first, CancellationToken cancellationToken)
    {
        var (announced, last, size) = await log.BesideAsync(
            connection => (StoredCheckpoints.AnnouncedKey(connection), StoredCheckpoints.Last(connection), StoredCheckpoints.Size(connection)), cancellationToken).ConfigureAwait(false);
        if (announced is null && !first)
        {
            return;
        }

        await keys.OpenAsync(announced, cancellationToken).ConfigureAwait(false);
        if (keys.Current is not { } key)
        {
            return;
        }

        if (announced is null)
        {
            await log.AppendAsync(new KeyAnnounced(key.Verifier.ToString(), null, null) { Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        }

        if (last is not null && Checkpoint.TryParse(last.Text, out var checkpoint))
        {
            await ContinueAsync(checkpoint.Head, size, cancellationToken).ConfigureAwait(false);
        }

        // Signed before anything is asked of the host: a key without a signature would look like a record that lost them.
        await SignAsync(cancellationToken).ConfigureAwait(false);
        OwnerNote.Write(Path.Combine(options.Value.Folder, "audit.pub"), key.Verifier + "\n");
    }

    /// <summary>Signs the record as it is now, unless that was done; returns the last checkpoint, or null where nothing is signed.</summary>
    public async ValueTask<SignedNote?> SignAsync(CancellationToken cancellationToken)
    {
        if (keys.Current is not { } key)
        {
            return null;
        }

        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await log.BetweenBatchesAsync(writer => Sign(writer, key), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Replaces the key: the old one announces the new one and signs the announcement.</summary>
    public async ValueTask<VerifierKey> RotateAsync(PrincipalId by, CancellationToken cancellationToken)
    {
        var old = keys.Current ?? throw new AuditUnavailableException("The audit log has no key to announce a new one with.", null);
        var next = await keys.PrepareNextAsync(cancellationToken).ConfigureAwait(false);
        await log.AppendAsync(new KeyAnnounced(next.Verifier.ToString(), old.Verifier.ToString(), by) { Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        await SignAsync(cancellationToken).ConfigureAwait(false);
        await one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await keys.AdoptAsync(next, cancellationToken).ConfigureAwait(false);
            OwnerNote.Write(Path.Combine(options.Value.Folder, "audit.pub"), next.Verifier + "\n");
        }
        finally
        {
            one.Release();
        }

        return next.Verifier;
    }

    /// <summary>Adds a checkpoint that others have signed as well.</summary>
    public ValueTask<bool> KeepAsync(SignedNote note, CancellationToken cancellationToken) => log.BetweenBatchesAsync(
        writer =>
        {
            if (Checkpoint.TryParse(note.Text, out var checkpoint))
            {
                StoredCheckpoints.Add(writer.Connection, checkpoint.Head.Size, note);
            }

            return true;
        },
        cancellationToken);

    public void Dispose() => one.Dispose();

    private SignedNote? Sign(LogWriter writer, SigningKey key)
    {
        if (writer.Size == 0 || signed?.Size == writer.Size)
        {
            return StoredCheckpoints.Last(writer.Connection);
        }

        var head = writer.Committed;
        var note = SignedNote.Sign(new Checkpoint(options.Value.Origin, head).ToString(), key);
        StoredCheckpoints.Add(writer.Connection, head.Size, note);
        signed = head;
        return note;
    }

    // Somebody who changes the file while no host runs must not get our signature under it.
    private async ValueTask ContinueAsync(TreeHead last, long size, CancellationToken cancellationToken)
    {
        var there = last.Size > size
            ? null
            : await log.BesideAsync(
                connection =>
                {
                    using var tree = new StoredTree(connection);
                    return tree.Head(last.Size);
                },
                cancellationToken).ConfigureAwait(false);
        if (there != last)
        {
            keys.Dispose();
            throw new AuditUnavailableException(
                $"The audit log was signed at {last.Size} entries, and those are no longer in it. Nothing more is signed. Run 'harombe audit verify' and keep the file as evidence.", null);
        }

        signed = null;
    }
}
