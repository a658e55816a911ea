using System.Text;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Undoes encodings that a value may be hidden in: base64, hex, percent, and two of them on top of each other. Linear and bounded.</summary>
internal static class Disguises
{
    private const int MaxDepth = 2;
    private const int MaxDecoded = 64 * 1024;

    /// <summary>Every text that something in this one decodes to; empty for ordinary text.</summary>
    public static IReadOnlyList<string> Decode(string text)
    {
        var found = new List<string>();
        Collect(text, found, MaxDepth);
        return found;
    }

    /// <summary>Runs of a text that are neither words nor readable when decoded: what they carry can't be judged.</summary>
    public static bool HasOpaque(string text) => Runs(text, 24, c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '_' or '-' or '=')
        .Any(run => LooksRandom(run) && Readable(run) is null);

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

        foreach (var run in Runs(text, 16, c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '_' or '-' or '='))
        {
            if (Readable(run) is { } decoded)
            {
                yield return decoded;
            }
        }

        foreach (var run in Runs(text, 16, c => char.IsAsciiHexDigit(c) || c is ' ' or ':'))
        {
            var digits = new string([.. run.Where(char.IsAsciiHexDigit)]);
            if (digits.Length >= 16 && Text(Convert.FromHexString(digits[..(digits.Length & ~1)])) is { } decoded)
            {
                yield return decoded;
            }
        }
    }

    // Each at most so long that what it decodes to is still looked at.
    private static IEnumerable<string> Runs(string text, int least, Func<char, bool> belongs)
    {
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && at - start < 2 * MaxDecoded && belongs(text[at]))
            {
                at++;
            }

            if (at - start >= least)
            {
                yield return text[start..at];
            }

            at += at == start ? 1 : 0;
        }
    }

    private static string? Readable(string run)
    {
        var standard = run.Trim('=').Replace('-', '+').Replace('_', '/');
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
