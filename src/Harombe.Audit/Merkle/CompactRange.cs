using System.Numerics;
using System.Security.Cryptography;

namespace Harombe.Audit.Merkle;

/// <summary>A full subtree was completed: 2^height leaves from position * 2^height on.</summary>
internal delegate void SubtreeCompleted(int height, long position, ReadOnlySpan<byte> hash);

/// <summary>
/// The RFC 6962 tree over a growing list, kept as the roots of its full subtrees, largest first: one for each bit of the size.
/// Memory and the cost of a root are logarithmic. A copy can't grow. Not thread-safe.
/// </summary>
internal sealed class CompactRange
{
    private const int MaxHeight = 63;
    private readonly byte[] roots;

    public CompactRange()
        : this(MaxHeight + 1)
    {
    }

    private CompactRange(int capacity) => roots = new byte[capacity * LeafHash.Length];

    /// <summary>How many leaves there are.</summary>
    public long Size { get; private set; }

    /// <summary>The tree as it is now, apart from this one.</summary>
    public CompactRange Copy()
    {
        var copy = new CompactRange(BitOperations.PopCount((ulong)Size)) { Size = Size };
        roots.AsSpan(0, copy.roots.Length).CopyTo(copy.roots);
        return copy;
    }

    public void Append(ReadOnlySpan<byte> leaf, SubtreeCompleted? completed) => Push(0, leaf, completed);

    /// <summary>Appends a full subtree. The size must be a multiple of its own.</summary>
    public void Push(int height, ReadOnlySpan<byte> root, SubtreeCompleted? completed)
    {
        var leaves = 1L << height;
        if ((Size & (leaves - 1)) != 0)
        {
            throw new InvalidOperationException("A subtree can only begin at a multiple of its size.");
        }

        var count = BitOperations.PopCount((ulong)Size);
        root.CopyTo(Root(count++));
        var size = Size + leaves;
        completed?.Invoke(height, (size >> height) - 1, root);
        for (; ((Size >> height) & 1) == 1; count--)
        {
            height++;
            LeafHash.OfNode(Root(count - 2), Root(count - 1), Root(count - 2));
            completed?.Invoke(height, (size >> height) - 1, Root(count - 2));
        }

        Size = size;
    }

    /// <summary>The tree hash of all leaves.</summary>
    public byte[] Root()
    {
        var count = BitOperations.PopCount((ulong)Size);
        if (count == 0)
        {
            return SHA256.HashData([]);
        }

        var hash = Root(count - 1).ToArray();
        for (var i = count - 2; i >= 0; i--)
        {
            LeafHash.OfNode(Root(i), hash, hash);
        }

        return hash;
    }

    private Span<byte> Root(int index) => roots.AsSpan(index * LeafHash.Length, LeafHash.Length);
}
