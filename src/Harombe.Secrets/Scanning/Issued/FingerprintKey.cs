using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Harombe.Secrets.Scanning.Issued;

/// <summary>The key of this process's fingerprints. Immutable; safe to share between threads.</summary>
internal sealed class FingerprintKey
{
    /// <summary>How many characters a head covers.</summary>
    public const int HeadLength = 8;

    private readonly byte[] markKey = GC.AllocateArray<byte>(32, pinned: true);
    private readonly ulong first;
    private readonly ulong second;

    public FingerprintKey()
    {
        RandomNumberGenerator.Fill(markKey);
        first = OddNumber();
        second = OddNumber();
    }

    /// <summary>The hashes of the first eight-character pieces of a form that has one at least; no more than <paramref name="most"/>.</summary>
    public ulong[] Heads(ReadOnlySpan<char> form, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(form.Length, HeadLength);
        var heads = new ulong[Math.Min(most, form.Length - HeadLength + 1)];
        for (var at = 0; at < heads.Length; at++)
        {
            heads[at] = HeadAt(ref MemoryMarshal.GetReference(form), at);
        }

        return heads;
    }

    /// <summary>
    /// Keyed hash of eight characters at a place in a text of which the caller knows that eight follow. It runs all over every text: two
    /// multiplications that don't wait for each other cost less there than a rolling hash, whose steps do.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong HeadAt(ref char text, int at)
    {
        ref var bytes = ref Unsafe.As<char, byte>(ref Unsafe.Add(ref text, at));
        return (Unsafe.ReadUnaligned<ulong>(ref bytes) * first) + (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, 8)) * second);
    }

    /// <summary>Keyed hash of a whole form: HMAC-SHA-256, cut to 128 bits.</summary>
    public UInt128 Mark(ReadOnlySpan<char> form) => Mark(MemoryMarshal.AsBytes(form));

    public UInt128 Mark(ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(markKey, value, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private static ulong OddNumber()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes) | 1;
    }
}
