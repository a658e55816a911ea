namespace Harombe.Core.Audit;

/// <summary>
/// Commits to values that an entry must not hold, so that they can be revealed and checked later. The key stays with the host; a commitment confirms
/// no guess to anybody else. Thread-safe.
/// </summary>
public abstract class EntrySeal
{
    /// <summary>Bytes of the salt that every entry has: whoever knows only the leaf hash of an erased entry can't confirm a guess of it.</summary>
    public const int SaltLength = 16;

    /// <summary>HMAC-SHA-256 over the value, under a key of this salt's own: revealing it opens this one commitment and no other.</summary>
    /// <returns>32 bytes; null while the host has no key.</returns>
    public abstract byte[]? Commit(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> value);
}
