using Harombe.Audit.Entries;
using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Merkle;

/// <summary>Hashes over any range of a stored record, from its leaves and stored subtrees: a few hundred reads, whatever the size. Not thread-safe.</summary>
internal sealed class StoredTree : IDisposable
{
    private readonly SqliteCommand leaf, subtree;

    public StoredTree(SqliteConnection connection)
    {
        leaf = connection.Statement("SELECT leaf FROM entries WHERE sequence = $1", "$1");
        subtree = connection.Statement("SELECT hash FROM subtrees WHERE height = $1 AND position = $2", "$1", "$2");
    }

    /// <summary>The tree hash over the leaves of a range that begins where a subtree of its size may begin.</summary>
    /// <exception cref="InvalidDataException">A hash is missing.</exception>
    public byte[] Hash(long begin, long end)
    {
        var count = end - begin;
        if (count > 0 && (count & (count - 1)) == 0)
        {
            return Full(System.Numerics.BitOperations.TrailingZeroCount((ulong)count), begin / count);
        }

        var middle = begin + (1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(count - 1))));
        var hash = Hash(begin, middle);
        LeafHash.OfNode(hash, Hash(middle, end), hash);
        return hash;
    }

    /// <summary>The head of the first so many entries.</summary>
    public TreeHead Head(long size) => size == 0 ? TreeHead.Of(new CompactRange()) : new TreeHead(size, Convert.ToHexStringLower(Hash(0, size)));

    public void Dispose()
    {
        leaf.Dispose();
        subtree.Dispose();
    }

    private byte[] Full(int height, long position)
    {
        if (height == 0 || Subtrees.Stored(height))
        {
            var stored = (height == 0 ? leaf.With(position) : subtree.With(height, position)).ExecuteScalar();
            return stored is byte[] { Length: LeafHash.Length } found ? found : throw new InvalidDataException($"Hash {position} of height {height} is missing.");
        }

        var hash = Full(height - 1, 2 * position);
        LeafHash.OfNode(hash, Full(height - 1, (2 * position) + 1), hash);
        return hash;
    }
}
