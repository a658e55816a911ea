namespace Harombe.Audit.Merkle;

/// <summary>The hash over the leaves from <paramref name="begin"/> (included) to <paramref name="end"/> (not included).</summary>
internal delegate byte[] RangeHash(long begin, long end);

/// <summary>Proofs of RFC 6962, 2.1.1 and 2.1.2: how they are made, and how whoever has only the two ends checks them.</summary>
internal static class TreeProof
{
    /// <summary>That leaf <paramref name="index"/> is in the tree of a size: the sibling hashes from the leaf up.</summary>
    public static List<byte[]> Inclusion(RangeHash hash, long index, long size)
    {
        var path = new List<byte[]>();
        Inclusion(hash, index, 0, size, path);
        return path;
    }

    /// <summary>That the tree of the smaller size is the beginning of the larger one.</summary>
    public static List<byte[]> Consistency(RangeHash hash, long old, long size)
    {
        var path = new List<byte[]>();
        if (old > 0 && old < size)
        {
            Consistency(hash, old, 0, size, whole: true, path);
        }

        return path;
    }

    public static bool Includes(TreeHead head, long index, ReadOnlySpan<byte> leaf, IReadOnlyList<byte[]> path)
    {
        if (index < 0 || index >= head.Size)
        {
            return false;
        }

        var (node, last, hash) = (index, head.Size - 1, leaf.ToArray());
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                LeafHash.OfNode(sibling, hash, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                LeafHash.OfNode(hash, sibling, hash);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && Convert.ToHexStringLower(hash) == head.Root;
    }

    public static bool IsConsistent(TreeHead old, TreeHead head, IReadOnlyList<byte[]> path)
    {
        if (old.Size > head.Size || old.Size < 0)
        {
            return false;
        }

        if (old.Size == 0 || old.Size == head.Size)
        {
            return path.Count == 0 && (old.Size == 0 || old.Root == head.Root);
        }

        var (node, last) = (old.Size - 1, head.Size - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        var rest = new Queue<byte[]>(path);
        // A tree whose size is a power of two is a node of the larger one, and needs no hash to start from.
        byte[]? seed = node == 0 ? Convert.FromHexString(old.Root) : rest.TryDequeue(out var first) ? first : null;
        if (seed is null)
        {
            return false;
        }

        var (small, large) = (seed.ToArray(), seed.ToArray());
        foreach (var sibling in rest)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                LeafHash.OfNode(sibling, small, small);
                LeafHash.OfNode(sibling, large, large);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                LeafHash.OfNode(large, sibling, large);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && Convert.ToHexStringLower(small) == old.Root && Convert.ToHexStringLower(large) == head.Root;
    }

    private static void Inclusion(RangeHash hash, long index, long begin, long end, List<byte[]> path)
    {
        if (end - begin <= 1)
        {
            return;
        }

        var middle = begin + Split(end - begin);
        if (index < middle)
        {
            Inclusion(hash, index, begin, middle, path);
            path.Add(hash(middle, end));
        }
        else
        {
            Inclusion(hash, index, middle, end, path);
            path.Add(hash(begin, middle));
        }
    }

    private static void Consistency(RangeHash hash, long old, long begin, long end, bool whole, List<byte[]> path)
    {
        if (old == end)
        {
            if (!whole)
            {
                path.Add(hash(begin, end));
            }

            return;
        }

        var middle = begin + Split(end - begin);
        if (old <= middle)
        {
            Consistency(hash, old, begin, middle, whole, path);
            path.Add(hash(middle, end));
        }
        else
        {
            Consistency(hash, old, middle, end, whole: false, path);
            path.Add(hash(begin, middle));
        }
    }

    // The largest power of two that is smaller.
    private static long Split(long count) => 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(count - 1)));
}
