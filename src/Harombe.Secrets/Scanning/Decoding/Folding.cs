using System.Buffers;
using System.Text;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>
/// Undoes what the eye doesn't see: characters without width, letters of other scripts that look like ours, wide and mathematical ones. The look-alikes are
/// those of Unicode's confusables (UTS #39) for ASCII letters and digits in Cyrillic and Greek.
/// </summary>
internal static class Folding
{
    private const string Invisible =
        "\0\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff";

    private const string LookAlikes = "аеорсухіјѕԁһԛԝѵАВЕЅІЈКМНОРСТУХԌԚԜοαντρικΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡɑ‐‑‒–—−＿";
    private const string Letters = "aeopcyxijsdhqwvABESIJKMHOPCTYXGQWoavtpikABEZHIKMNOPTYXiga------_";

    private const char WideFirst = '\uff01';
    private const char WideLast = '\uff5e';

    private static readonly SearchValues<char> Marks = SearchValues.Create(
        Invisible + LookAlikes + string.Concat(Enumerable.Range(WideFirst, WideLast - WideFirst + 1).Select(c => (char)c)) + '\ud835');

    public static bool IsNeeded(ReadOnlySpan<char> text) => text.ContainsAny(Marks);

    /// <summary>Writes the text as it looks; see <see cref="Escapes.Undo"/>.</summary>
    public static int Undo(ReadOnlySpan<char> text, Span<char> plain, Span<int> places)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c >= 128 || c == 0)
            {
                var look = Look(text, ref at, c);
                if (look == 0)
                {
                    continue;
                }

                c = look;
            }

            places[count] = at;
            plain[count++] = c;
        }

        places[count] = text.Length;
        return count;
    }

    private static char Look(ReadOnlySpan<char> text, ref int at, char c)
    {
        if (Invisible.Contains(c, StringComparison.Ordinal))
        {
            return '\0';
        }

        if (c is >= WideFirst and <= WideLast)
        {
            return (char)(c - WideFirst + '!');
        }

        if (c == '\ud835' && at + 1 < text.Length && Rune.TryCreate(c, text[at + 1], out var rune))
        {
            // Mathematical letters and digits; the second half of the pair goes with the first.
            at++;
            return rune.ToString().Normalize(NormalizationForm.FormKC)[0];
        }

        var index = LookAlikes.IndexOf(c, StringComparison.Ordinal);
        return index < 0 ? c : Letters[index];
    }
}
