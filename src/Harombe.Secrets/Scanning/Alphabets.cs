using System.Buffers;

namespace Harombe.Secrets.Scanning;

/// <summary>The characters that secrets are written in. ASCII throughout: no format uses more, and classes like \w would.</summary>
internal static class Alphabets
{
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static readonly SearchValues<char> Base62 = SearchValues.Create(Digits + Lower + Upper);
    public static readonly SearchValues<char> Base64Url = SearchValues.Create(Digits + Lower + Upper + "-_");
    public static readonly SearchValues<char> Base64 = SearchValues.Create(Digits + Lower + Upper + "+/=");
    public static readonly SearchValues<char> Dotted = SearchValues.Create(Digits + Lower + Upper + "-_.");
    public static readonly SearchValues<char> Dashed = SearchValues.Create(Digits + Lower + Upper + "-");
    public static readonly SearchValues<char> LowerAndDigits = SearchValues.Create(Digits + Lower);
    public static readonly SearchValues<char> Hex = SearchValues.Create(Digits + "abcdef");
    public static readonly SearchValues<char> Base32 = SearchValues.Create(Upper + "234567");
    public static readonly SearchValues<char> Letters = SearchValues.Create(Lower + Upper);

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
}
