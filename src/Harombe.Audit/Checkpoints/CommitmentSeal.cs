using System.Security.Cryptography;
using Harombe.Core.Audit;

namespace Harombe.Audit.Checkpoints;

/// <summary>
/// Commitments under one key of the host. Each salt has a key derived for it: that one is revealed to open a commitment, and opens no other.
/// Thread-safe.
/// </summary>
internal sealed class CommitmentSeal : EntrySeal
{
    private byte[]? master;

    public void Use(ReadOnlySpan<byte> key) => master = key.ToArray();

    /// <summary>The key of one commitment; null while the host has none.</summary>
    public byte[]? KeyFor(ReadOnlySpan<byte> salt) => master is null ? null : HMACSHA256.HashData(master, salt);

    public override byte[]? Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> value) => KeyFor(salt) is { } key ? HMACSHA256.HashData(key, value) : null;
}
