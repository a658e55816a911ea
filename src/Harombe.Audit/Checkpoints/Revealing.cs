using System.Text;
using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Principals;

namespace Harombe.Audit.Checkpoints;

/// <summary>Gives out the key of one entry's commitment, and writes down that it did before it does.</summary>
internal sealed class Revealing(SqliteAuditLog log, LogKeys keys, TimeProvider time)
{
    /// <returns>Null when there is no such entry, or nothing was taken out of its arguments.</returns>
    /// <exception cref="AuditUnavailableException">The record can't be read or written, or its keys were not read.</exception>
    public async ValueTask<RevealedKey?> RevealAsync(long sequence, PrincipalId by, CancellationToken cancellationToken)
    {
        var entry = default(AuditRecord);
        await foreach (var record in log.ReadAsync(new AuditQuery(sequence - 1, 1, NewestFirst: false), cancellationToken).ConfigureAwait(false))
        {
            entry = record.Sequence == sequence ? record : null;
        }

        if (entry is null || entry.Bytes.IsEmpty
            || EntryCheck.Text(entry.Bytes.Span, Encoding.ASCII.GetBytes(CommitmentOpening.Member)) is null
            || EntryCheck.Text(entry.Bytes.Span, "salt"u8) is not { } salt)
        {
            return null;
        }

        var key = keys.Seal.KeyFor(Convert.FromHexString(salt)) ?? throw new AuditUnavailableException("The audit log has no key to open commitments with.", null);
        await log.AppendAsync(new CommitmentRevealed(sequence, by) { Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        return new RevealedKey(Encoding.UTF8.GetString(entry.Bytes.Span), Convert.ToHexStringLower(key));
    }
}
