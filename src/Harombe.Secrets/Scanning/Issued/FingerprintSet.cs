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
    public static readonly FingerprintSet Empty = new(new FingerprintKey(), []);

    private readonly FingerprintKey key;
    private readonly FrozenDictionary<ulong, Fingerprint[]> byHead;
    private readonly ulong[] filter;
    private readonly int shift;

    public FingerprintSet(FingerprintKey key, IReadOnlyCollection<Fingerprint> fingerprints)
    {
        this.key = key;
        byHead = fingerprints.GroupBy(form => form.Head).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        // At 64 bits a head one place in 64 passes at worst; 8 KB at the least, which stays in the first-level cache.
        var bits = Math.Clamp(BitOperations.Log2((uint)byHead.Count | 1) + 7, 16, 24);
        filter = new ulong[1 << (bits - 6)];
        shift = 64 - bits;
        foreach (var head in byHead.Keys)
        {
            filter[head >> shift >> 6] |= 1UL << (int)(head >> shift);
        }
    }

    public void Scan(ReadOnlySpan<char> text, ref FindingSink sink)
    {
        if (byHead.Count == 0)
        {
            return;
        }

        ref var start = ref MemoryMarshal.GetReference(text);
        var bits = filter;
        for (var at = 0; at <= text.Length - FingerprintKey.HeadLength; at++)
        {
            var head = key.HeadAt(ref start, at);
            var slot = head >> shift;
            if ((bits[slot >> 6] >> (int)slot & 1) != 0 && byHead.TryGetValue(head, out var forms))
            {
                Confirm(text, at, forms, ref sink);
            }
        }
    }

    private void Confirm(ReadOnlySpan<char> text, int at, Fingerprint[] forms, ref FindingSink sink)
    {
        foreach (var form in forms)
        {
            if (form.Length > text.Length - at || key.Mark(text.Slice(at, form.Length)) != form.Mark)
            {
                continue;
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
    }
}
