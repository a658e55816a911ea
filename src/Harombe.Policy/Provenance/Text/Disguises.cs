using System.Text;
using System.Text.RegularExpressions;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Undoes encodings that a value may be hidden in: base64, hex, percent, and two of them on top of each other. Linear and bounded.</summary>
internal static class Disguises
{
    private const int MaxDepth = 2;
    private const int MaxDecoded = 64 * 1024;

    private static readonly Regex Base64 = new("""[A-Za-z0-9+/_-]{16,}={0,2}""", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    private static readonly Regex Hex = new("""([0-9a-fA-F]{2}[ :]?){8,}""", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Every text that something in this one decodes to; empty for ordinary text.</summary>
    public static IReadOnlyList<string> Decode(string text)
    {
        var found = new List<string>();
        Collect(text, found, MaxDepth);
        return found;
    }

    /// <summary>Runs of a text that are neither words nor readable when decoded: what they carry can't be judged.</summary>
    public static bool HasOpaque(string text) => Base64.Matches(text).Any(match => match.Length >= 24 && LooksRandom(match.Value) && Readable(match.Value) is null);

    private static void Collect(string text, List<string> found, int depth)
    {
        if (depth == 0 || found.Count > 64)
        {
            return;
        }

        foreach (var decoded in Candidates(text))
        {
            if (decoded.Length <= MaxDecoded)
            {
                found.Add(decoded);
                Collect(decoded, found, depth - 1);
            }
        }
    }

    private static IEnumerable<string> Candidates(string text)
    {
        if (text.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(text) is var unescaped && unescaped != text)
        {
            yield return unescaped;
        }

        foreach (Match match in Base64.Matches(text))
        {
            if (Readable(match.Value) is { } decoded)
            {
                yield return decoded;
            }
        }

        foreach (Match match in Hex.Matches(text))
        {
            var digits = new string([.. match.Value.Where(char.IsAsciiHexDigit)]);
            if (Text(Convert.FromHexString(digits[..(digits.Length & ~1)])) is { } decoded)
            {
                yield return decoded;
            }
        }
    }

    private static string? Readable(string run)
    {
        var standard = run.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        standard = standard[..(standard.Length - (standard.Length % 4 == 1 ? 1 : 0))];
        var bytes = new byte[standard.Length];
        return Convert.TryFromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='), bytes, out var length) ? Text(bytes.AsSpan(0, length)) : null;
    }

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || !System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        return text.All(c => !char.IsControl(c) || char.IsWhiteSpace(c)) && text.Count(c => c < 128) * 4 >= text.Length * 3 ? text : null;
    }

    private static bool LooksRandom(string run) => run.Any(char.IsAsciiDigit) && run.Any(char.IsAsciiLetterUpper) && run.Any(char.IsAsciiLetterLower);
}
