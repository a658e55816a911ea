using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Harombe.Secrets.Scanning.Issued;

/// <summary>
/// All fingerprints of a moment, ready to scan with: a bit filter over heads that rules out nearly every place of a text, then the
/// heads themselves, then the marks. Immutable; safe to share between threads.
/// </summary>
internal sealed class FingerprintSet
{
    /// <summary>Of how many places in a row one is looked at, at best; a form is then known by as many heads.</summary>
    public const int LongestStride = 8;

    private readonly FingerprintKey key;
    private readonly FrozenDictionary<ulong, Place[]> places;
    private readonly ulong[] filter;
    private readonly int shift;
    private readonly int stride;
    private readonly int longestSpaced;

    public FingerprintSet(FingerprintKey key, IReadOnlyCollection<Fingerprint> fingerprints)
    {
        this.key = key;
        // Looking at every nth place finds a form if n pieces in a row are known by head, so the shortest form sets the pace.
        longestSpaced = fingerprints.Where(form => form.HasSpace).Select(form => form.Length).DefaultIfEmpty().Max();
        stride = fingerprints.Count == 0 ? LongestStride : fingerprints.Min(form => form.Heads.Length);
        places = fingerprints.SelectMany(form => form.Heads.Take(stride).Select((head, offset) => (head, new Place(form, offset))))
            .GroupBy(pair => pair.head, pair => pair.Item2)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
        // At 64 bits a head one place in 64 passes at worst; 8 KB at the least, which stays in the first-level cache.
        var bits = Math.Clamp(BitOperations.Log2((uint)places.Count | 1) + 7, 16, 24);
        filter = new ulong[1 << (bits - 6)];
        shift = 64 - bits;
        foreach (var head in places.Keys)
        {
            filter[head >> shift >> 6] |= 1UL << (int)(head >> shift);
        }
    }

    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty => places.Count == 0;

    /// <summary>Whether one of them holds white space.</summary>
    public bool HasSpaced => longestSpaced > 0;

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        if (places.Count == 0)
        {
            return;
        }

        ref var start = ref MemoryMarshal.GetReference(text);
        var bits = filter;
        for (var at = 0; at <= text.Length - FingerprintKey.HeadLength; at += stride)
        {
            var head = key.HeadAt(ref start, at);
            var slot = head >> shift;
            if (((bits[slot >> 6] >> (int)slot) & 1) != 0 && places.TryGetValue(head, out var candidates))
            {
                foreach (var (form, offset) in candidates)
                {
                    Confirm(text, at - offset, form, ref sink);
                }
            }
        }
    }

    /// <summary>
    /// Where a form that holds white space has begun before a place and goes on behind it, or may have; the place itself when none has. What has come is looked at as
    /// a whole, so that a beginning that went on otherwise holds back nothing. Fewer characters at the end than a head covers can't be told apart.
    /// </summary>
    /// <param name="text">What has come.</param>
    /// <param name="end">A place in it.</param>
    public int OpenFrom(ReadOnlySpan<char> text, int end)
    {
        if (longestSpaced == 0)
        {
            return end;
        }

        ref var start = ref MemoryMarshal.GetReference(text);
        var last = text.Length - FingerprintKey.HeadLength;
        for (var at = Math.Max(0, end - longestSpaced + 1); at < end; at++)
        {
            if (at > last || (places.TryGetValue(key.HeadAt(ref start, at), out var candidates) && IsOpen(candidates, text[at..], end - at)))
            {
                return at;
            }
        }

        return end;
    }

    private bool IsOpen(Place[] candidates, ReadOnlySpan<char> rest, int before)
    {
        foreach (var (form, offset) in candidates)
        {
            if (offset == 0 && form.HasSpace && form.Length > before && (form.Length > rest.Length || key.Mark(rest[..form.Length]) == form.Mark))
            {
                return true;
            }
        }

        return false;
    }

    private void Confirm(ReadOnlySpan<char> text, int at, Fingerprint form, ref FindingSink sink)
    {
        if (at < 0 || form.Length > text.Length - at || key.Mark(text.Slice(at, form.Length)) != form.Mark)
        {
            return;
        }

        var (from, to) = (at, at + form.Length);
        if (form.InBase64)
        {
            from -= from > 0 && Alphabets.IsBase64(text[from - 1]) ? 1 : 0;
            to += to < text.Length && Alphabets.IsBase64(text[to]) ? 1 : 0;
            for (var padding = 0; padding < 2 && to < text.Length && text[to] == '='; padding++)
            {
                to++;
            }
        }

        sink.Add("issued secret", from, to - from, form.Placeholder);
    }

    private sealed record Place(Fingerprint Form, int Offset);
}
