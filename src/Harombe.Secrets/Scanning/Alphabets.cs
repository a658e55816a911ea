using System.Buffers;
using System.Collections.Frozen;

namespace Harombe.Secrets.Scanning;

/// <summary>The characters that secrets are written in. ASCII throughout: no format uses more, and classes like \w would.</summary>
internal static class Alphabets
{
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly SearchValues<char> Base62 = SearchValues.Create(Digits + Lower + Upper);
    public static readonly SearchValues<char> Base64 = SearchValues.Create(Digits + Lower + Upper + "+/=");
    public static readonly SearchValues<char> Base64Url = SearchValues.Create(Digits + Lower + Upper + "-_");
    public static readonly SearchValues<char> LowerAndDigits = SearchValues.Create(Digits + Lower);
    public static readonly SearchValues<char> Hex = SearchValues.Create(Digits + "abcdef");
    public static readonly SearchValues<char> AnyHex = SearchValues.Create(Digits + "abcdefABCDEF");
    public static readonly SearchValues<char> HexParts = SearchValues.Create(Digits + "abcdefABCDEF._-:");
    public static readonly SearchValues<char> Base32 = SearchValues.Create(Upper + "234567");
    public static readonly SearchValues<char> Small = SearchValues.Create(Lower);
    public static readonly SearchValues<char> Digit = SearchValues.Create(Digits);
    public static readonly SearchValues<char> Letters = SearchValues.Create(Lower + Upper);

    private static readonly FrozenDictionary<string, SearchValues<char>> Names = new Dictionary<string, SearchValues<char>>
    {
        ["digit"] = SearchValues.Create(Digits),
        ["hex"] = Hex,
        ["Hex"] = AnyHex,
        ["HEX"] = SearchValues.Create(Digits + "ABCDEF"),
        ["letter"] = Letters,
        ["UPPER"] = SearchValues.Create(Upper),
        ["low"] = LowerAndDigits,
        ["UP"] = SearchValues.Create(Upper + Digits),
        ["word"] = Base62,
        ["word_"] = SearchValues.Create(Digits + Lower + Upper + "_"),
        ["word-"] = SearchValues.Create(Digits + Lower + Upper + "-"),
        ["low_"] = SearchValues.Create(Digits + Lower + "-_"),
        ["url"] = Base64Url,
        ["url="] = SearchValues.Create(Digits + Lower + Upper + "-_="),
        ["url."] = SearchValues.Create(Digits + Lower + Upper + "-_."),
        ["url.="] = SearchValues.Create(Digits + Lower + Upper + "-_.="),
        ["url~"] = SearchValues.Create(Digits + Lower + Upper + "-_.~"),
        ["b64"] = SearchValues.Create(Digits + Lower + Upper + "+/"),
        ["b64="] = Base64,
        ["any64"] = SearchValues.Create(Digits + Lower + Upper + "+/=-_"),
        ["b32"] = Base32,
        ["low32"] = SearchValues.Create(Lower + "234567"),
        ["mark"] = SearchValues.Create(Digits + Lower + Upper + "+/=-_!#$%&()*.:<>?@[]^{|}~"),
        ["path"] = SearchValues.Create(Digits + Lower + Upper + "/+-_=%"),
    }.ToFrozenDictionary();

    /// <summary>An alphabet by the name that shapes use for it.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static SearchValues<char> Named(string name) =>
        Names.TryGetValue(name, out var alphabet) ? alphabet : throw new ArgumentException($"There is no alphabet '{name}'.", nameof(name));

    /// <summary>A character of base64 or base64url, padding aside.</summary>
    public static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_';

    /// <summary>How many characters from <paramref name="at"/> on belong to the alphabet, at most <paramref name="most"/>.</summary>
    public static int Run(ReadOnlySpan<char> text, int at, SearchValues<char> alphabet, int most)
    {
        var rest = text[at..];
        rest = rest[..Math.Min(rest.Length, most)];
        var end = rest.IndexOfAnyExcept(alphabet);
        return end < 0 ? rest.Length : end;
    }

    /// <summary>How many characters before <paramref name="at"/> belong to the alphabet, at most <paramref name="most"/>.</summary>
    public static int RunBefore(ReadOnlySpan<char> text, int at, SearchValues<char> alphabet, int most)
    {
        var before = text[Math.Max(0, at - most)..at];
        return before.Length - 1 - before.LastIndexOfAnyExcept(alphabet);
    }
}
