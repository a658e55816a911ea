using System.Buffers.Binary;
using System.Text;

namespace Harombe.Audit.Stretches;

/// <summary>
/// What is in 1,024 entries that follow one another: the times of the first and the last of them, and a number for each mark. A search passes over those
/// that lack what it looks for. Some bytes an entry, whatever the entries are.
/// </summary>
internal sealed class Stretch
{
    /// <summary>Entries in one.</summary>
    public const int Length = 1024;

    private const int MostTime = 32;

    private readonly HashSet<ulong> terms = [];
    private readonly byte[] earliest = new byte[MostTime], latest = new byte[MostTime];
    private int earliestLength, latestLength;

    /// <summary>How many entries were added.</summary>
    public int Count { get; private set; }

    public string Earliest => Encoding.UTF8.GetString(earliest.AsSpan(0, earliestLength));

    public string Latest => Encoding.UTF8.GetString(latest.AsSpan(0, latestLength));

    /// <summary>The stretch that an entry lies in.</summary>
    public static long Of(long sequence) => sequence / Length;

    public void Add(ReadOnlySpan<byte> time, ReadOnlySpan<ulong> marks)
    {
        time = time[..Math.Min(time.Length, MostTime)];
        if (Count == 0 || time.SequenceCompareTo(earliest.AsSpan(0, earliestLength)) < 0)
        {
            time.CopyTo(earliest);
            earliestLength = time.Length;
        }

        if (Count == 0 || time.SequenceCompareTo(latest.AsSpan(0, latestLength)) > 0)
        {
            time.CopyTo(latest);
            latestLength = time.Length;
        }

        foreach (var mark in marks)
        {
            terms.Add(mark);
        }

        Count++;
    }

    /// <summary>The numbers in ascending order, eight bytes each.</summary>
    public byte[] Terms()
    {
        var bytes = new byte[8 * terms.Count];
        var at = 0;
        foreach (var term in terms.Order())
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8 * at++), term);
        }

        return bytes;
    }

    /// <summary>Whether a number is among those that were written down.</summary>
    public static bool Holds(ReadOnlySpan<byte> terms, ulong term)
    {
        var (low, high) = (0, (terms.Length / 8) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = BinaryPrimitives.ReadUInt64BigEndian(terms[(8 * middle)..]);
            if (found == term)
            {
                return true;
            }

            (low, high) = found < term ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    public void Clear()
    {
        terms.Clear();
        Count = 0;
    }
}
