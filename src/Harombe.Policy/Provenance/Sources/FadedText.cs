using System.IO.Hashing;
using System.Runtime.InteropServices;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Sources;

/// <summary>
/// What was read longer ago than there is room for: of each text that others can write, which short runs of words and which addresses stood in it. It may say that
/// something stood there which didn't, one time in a hundred, and never the other way round. Of a fixed size. Not thread-safe.
/// </summary>
internal sealed class FadedText
{
    /// <summary>The longest run that is kept; a longer value was there when all the runs in it were.</summary>
    private const int Run = 4;
    private const int Bits = 1 << 25;
    private const int Marks = 6;
    private const int Most = Bits / 10;

    private readonly ulong[] marks = new ulong[Bits / 64];
    private int count;

    /// <summary>Whether there is no room left: from then on it says of nothing that it wasn't there.</summary>
    public bool IsFull => count > Most;

    public bool ReadsOutside { get; private set; }

    public bool ReadPrivate { get; private set; }

    public void Add(string text, bool outside, bool isPrivate)
    {
        ReadPrivate |= isPrivate;
        if (!outside)
        {
            return;
        }

        ReadsOutside = true;
        foreach (var seen in Disguises.Decode(text).Select(Fold.Seen).Prepend(Fold.Seen(text)))
        {
            var words = Words.Of(seen);
            for (var i = 0; i < words.Count; i++)
            {
                for (var length = 1; length <= Run && i + length <= words.Count; length++)
                {
                    Mark(HashOf(seen, words, i, length));
                }
            }

            foreach (var address in Entities.InSpelled(seen))
            {
                Mark(HashOf(address.Value));
                if (DomainOf(address) is { } domain)
                {
                    Mark(HashOf(domain));
                }
            }
        }
    }

    /// <summary>Whether a value may have stood in it, or an address of the same domain or host.</summary>
    public bool MayHold(string value) => IsFull || Disguises.Decode(value).Select(Fold.Seen).Prepend(Fold.Seen(value)).Any(MayHoldSeen);

    private bool MayHoldSeen(string seen)
    {
        var words = Words.Of(seen);
        return MayHold(Entities.Whole(seen)) || (words.Count > 0 && Enumerable.Range(0, Math.Max(1, words.Count - Run + 1)).All(at => IsMarked(HashOf(seen, words, at, Math.Min(Run, words.Count)))));
    }

    /// <inheritdoc cref="MayHold(string)"/>
    public bool MayHold(Entity address) => IsFull || (address.Kind != EntityKind.None && (IsMarked(HashOf(address.Value)) || (DomainOf(address) is { } domain && IsMarked(HashOf(domain)))));

    /// <summary>Where mail to it goes, or the host that it is on.</summary>
    public static string? DomainOf(Entity address) => address.Kind switch
    {
        EntityKind.Email => address.Value[(address.Value.IndexOf('@', StringComparison.Ordinal) + 1)..],
        EntityKind.Url => address.Host,
        _ => null,
    };

    private static UInt128 HashOf(ReadOnlySpan<char> text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text), seed: 1);

    // The words alone, whatever stands between them.
    private static UInt128 HashOf(string text, List<WordSpan> words, int at, int length)
    {
        var hash = new XxHash128(seed: 2);
        for (var i = at; i < at + length; i++)
        {
            hash.Append(MemoryMarshal.AsBytes(text.AsSpan(words[i].Start, words[i].Length)));
            hash.Append([0, 0]);
        }

        return hash.GetCurrentHashAsUInt128();
    }

    private void Mark(UInt128 hash)
    {
        if (IsMarked(hash))
        {
            return;
        }

        count++;
        for (var i = 0; i < Marks; i++)
        {
            var bit = BitOf(hash, i);
            marks[bit >> 6] |= 1UL << (bit & 63);
        }
    }

    private bool IsMarked(UInt128 hash)
    {
        for (var i = 0; i < Marks; i++)
        {
            var bit = BitOf(hash, i);
            if ((marks[bit >> 6] & (1UL << (bit & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int BitOf(UInt128 hash, int i) => (int)(((ulong)hash + (ulong)i * ((ulong)(hash >> 64) | 1)) & (Bits - 1));
}
