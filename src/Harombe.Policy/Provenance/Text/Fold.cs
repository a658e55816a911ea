using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Harombe.Policy.Provenance.Text;

/// <summary>
/// Brings text into the two forms in which it is compared. <see cref="Plain"/> only lowers the case: what vouches for a value must be that very value.
/// <see cref="Seen"/> also undoes what the eye doesn't see (look-alike letters, full width, zero width): what accuses a value may be a disguise of it.
/// Pure; linear.
/// </summary>
internal static class Fold
{
    // Letters that are drawn like a Latin one. Source: the look-alikes that Unicode's confusables.txt lists for a-z, kept to Cyrillic, Greek and Armenian.
    private static readonly FrozenDictionary<char, char> LookAlikes = Pairs(
        "аa вb сc ԁd еe ѕs һh іi јj кk ӏl мm пn оo рp ԛq гr тt цu ѵv ԝw хx уy ɡg ɑa αa βb ϲc εe ηn ιi κk νv οo ρp τt υu χx γy ωw օo աw ցg հh ոn ս" + "u ɩi ı" + "i ſs");

    private static readonly SearchValues<char> Ascii = SearchValues.Create(Enumerable.Range(0, 128).Select(i => (char)i).ToArray());

    public static string Plain(string text) => text.ToLowerInvariant();

    public static string Seen(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Ascii))
        {
            return text.ToLowerInvariant();
        }

        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsInvisible(rune))
            {
                continue;
            }

            var shown = Rune.ToLowerInvariant(Narrow(rune));
            seen.Append(shown.IsBmp && LookAlikes.TryGetValue((char)shown.Value, out var latin) ? latin.ToString() : shown.ToString());
        }

        return seen.ToString();
    }

    // Format characters, variation selectors, soft hyphen and combining marks over Latin letters take no room of their own.
    private static bool IsInvisible(Rune rune) => rune.Value is 0xAD or 0x34F or 0x115F or 0x1160 or 0x3164 or 0xFFA0
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF)
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark;

    private static Rune Narrow(Rune rune) => rune.Value switch
    {
        >= 0xFF01 and <= 0xFF5E => new Rune(rune.Value - 0xFEE0),
        >= 0x24B6 and <= 0x24CF => new Rune('a' + rune.Value - 0x24B6),
        >= 0x24D0 and <= 0x24E9 => new Rune('a' + rune.Value - 0x24D0),
        >= 0x2460 and <= 0x2468 => new Rune('1' + rune.Value - 0x2460),
        // Mathematical alphabets: thirteen runs of 52 letters, then five runs of ten digits.
        >= 0x1D400 and <= 0x1D6A3 => new Rune('a' + (rune.Value - 0x1D400) % 52 % 26),
        >= 0x1D7CE and <= 0x1D7FF => new Rune('0' + (rune.Value - 0x1D7CE) % 10),
        0x3002 or 0xFF61 or 0x2024 => new Rune('.'),
        0x2044 or 0x2215 => new Rune('/'),
        0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2212 => new Rune('-'),
        _ => rune,
    };

    private static FrozenDictionary<char, char> Pairs(string list) => list.Split(' ').ToFrozenDictionary(pair => pair[0], pair => pair[1]);
}
