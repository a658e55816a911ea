using System.Buffers;
using System.Security.Cryptography;

namespace Harombe.Audit.Merkle;

/// <summary>The two hashes of RFC 6962, 2.1. The leading byte keeps a leaf from passing for a node.</summary>
internal static class LeafHash
{
    public const int Length = SHA256.HashSizeInBytes;

    public static byte[] Of(ReadOnlySpan<byte> entry)
    {
        var hash = new byte[Length];
        Of(entry, hash);
        return hash;
    }

    public static void Of(ReadOnlySpan<byte> entry, Span<byte> hash)
    {
        var preimage = ArrayPool<byte>.Shared.Rent(entry.Length + 1);
        preimage[0] = 0;
        entry.CopyTo(preimage.AsSpan(1));
        SHA256.HashData(preimage.AsSpan(0, entry.Length + 1), hash);
        ArrayPool<byte>.Shared.Return(preimage);
    }

    /// <summary>The hash of a node; <paramref name="hash"/> may be one of its children.</summary>
    public static void OfNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> preimage = stackalloc byte[1 + (2 * Length)];
        preimage[0] = 1;
        left.CopyTo(preimage[1..]);
        right.CopyTo(preimage[(1 + Length)..]);
        SHA256.HashData(preimage, hash);
    }
}
