using Microsoft.Data.Sqlite;

namespace Harombe.Audit.Merkle;

/// <summary>
/// Which subtrees are stored: those of 256, 256², … leaves, as in the tiles of C2SP. They let the writer start without reading every leaf:
/// at most 255 hashes for each level.
/// </summary>
internal static class Subtrees
{
    /// <summary>Levels of the tree between two stored ones.</summary>
    public const int Step = 8;

    private const long Fan = 1 << Step;

    public static bool Stored(int height) => height > 0 && height % Step == 0;

    /// <summary>How many of a height there are in a tree.</summary>
    public static long Count(long size, int height) => size >> height;

    /// <summary>The tree of a size, from the stored subtrees and the leaves of the last incomplete one.</summary>
    /// <exception cref="InvalidDataException">A hash is missing.</exception>
    public static CompactRange Restore(SqliteConnection connection, long size)
    {
        var range = new CompactRange();
        var top = 0;
        while (Count(size, top + Step) > 0)
        {
            top += Step;
        }

        for (var height = top; height >= 0; height -= Step)
        {
            var end = Count(size, height);
            foreach (var hash in Hashes(connection, height, end & ~(Fan - 1), end))
            {
                range.Push(height, hash, null);
            }
        }

        return range.Size == size ? range : throw new InvalidDataException($"The tree over {size} entries has a gap.");
    }

    private static IEnumerable<byte[]> Hashes(SqliteConnection connection, int height, long begin, long end)
    {
        using var command = connection.CreateCommand();
        command.CommandText = height == 0
            ? "SELECT leaf FROM entries WHERE sequence >= $begin AND sequence < $end ORDER BY sequence"
            : "SELECT hash FROM subtrees WHERE height = $height AND position >= $begin AND position < $end ORDER BY position";
        command.Parameters.AddWithValue("$height", height);
        command.Parameters.AddWithValue("$begin", begin);
        command.Parameters.AddWithValue("$end", end);
        using var rows = command.ExecuteReader();
        var found = 0L;
        for (; rows.Read(); found++)
        {
            yield return (byte[])rows[0] is { Length: LeafHash.Length } hash ? hash : throw new InvalidDataException("A hash has the wrong length.");
        }

        if (found != end - begin)
        {
            throw new InvalidDataException($"Between {begin} and {end}, {end - begin - found} hashes of height {height} are missing.");
        }
    }
}
