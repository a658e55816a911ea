using System.Buffers;
using System.Text;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>What a long run of base64 or hexadecimal characters says once it is decoded.</summary>
internal static class EncodedRun
{
    private const int LeastHex = 32;

    /// <summary>From how many places a run is decoded.</summary>
    public const int MostBeginnings = 16;

    /// <summary>The shortest line that wrapped base64 goes on behind.</summary>
    public const int WrappedLine = 60;

    private const int Sample = 256;
    private const int LongestPath = 512;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    /// <summary>Base64 of either alphabet, without padding.</summary>
    public static readonly SearchValues<char> Run = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_");

    /// <summary>Where the encoded text ends that begins with the run: padding and the lines that it was wrapped into belong to it.</summary>
    public static int End(ReadOnlySpan<char> text, int start, int length)
    {
        var end = start + length;
        var line = length;
        while (line >= WrappedLine && end < text.Length && text[end] is '\r' or '\n' or '\\')
        {
            var next = end;
            while (next < text.Length && text[next] is '\r' or '\n' or ' ' or '\t' || (next + 1 < text.Length && text[next] == '\\' && text[next + 1] is 'n' or 'r'))
            {
                next += text[next] == '\\' ? 2 : 1;
            }

            line = Alphabets.Run(text, next, Run, int.MaxValue);
            end = line > 0 ? next + line : end;
        }

        for (var padding = 0; padding < 2 && end < text.Length && text[end] == '='; padding++)
        {
            end++;
        }

        return end;
    }

    /// <summary>
    /// The next place from which a run may be decoded by itself, or -1. What separates the parts of a path or a name is in the alphabet as well, so
    /// <c>files/</c> before an encoded secret would move all that follows it.
    /// </summary>
    public static int NextBeginning(ReadOnlySpan<char> run, int from)
    {
        var next = run.Length <= LongestPath ? run[from..].IndexOfAny('/', '-', '_') : -1;
        return next < 0 || run.Length - (from + next + 1) < LongRuns.Least ? -1 : from + next + 1;
    }

    /// <summary>Decodes a run into bytes; their count, or 0 when it says nothing.</summary>
    public static int Decode(ReadOnlySpan<char> run, Span<char> scratch, Span<byte> bytes)
    {
        if (run.Length >= LeastHex && run.Length % 2 == 0 && !run.ContainsAnyExcept(Hexadecimal))
        {
            return Convert.FromHexString(run, bytes, out _, out var fromHex) == OperationStatus.Done && IsText(bytes[..fromHex]) ? fromHex : 0;
        }

        var length = 0;
        for (var at = 0; at < run.Length; at++)
        {
            switch (run[at])
            {
                case '-':
                    scratch[length++] = '+';
                    break;
                case '_':
                    scratch[length++] = '/';
                    break;
                case '\\':
                    at++;
                    break;
                case '\r' or '\n' or ' ' or '\t' or '=':
                    break;
                default:
                    scratch[length++] = run[at];
                    break;
            }
        }

        length -= length % 4 == 1 ? 1 : 0;
        while (length % 4 != 0)
        {
            scratch[length++] = '=';
        }

        return Convert.TryFromBase64Chars(scratch[..length], bytes, out var written) ? written : 0;
    }

    /// <summary>Whether bytes read as text, by their beginning.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Sample)];
        var odd = 0;
        foreach (var b in bytes)
        {
            odd += b is (< 32 and not (9 or 10 or 13)) or >= 127 ? 1 : 0;
        }

        return odd * 8 <= bytes.Length;
    }

    /// <summary>The bytes as characters: UTF-16 where every second one is zero, one character a byte elsewhere. Returns their count.</summary>
    public static int ToText(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var sample = bytes[..Math.Min(bytes.Length & ~1, Sample)];
        var (even, odd) = (0, 0);
        for (var at = 0; at + 1 < sample.Length; at += 2)
        {
            even += sample[at] == 0 ? 1 : 0;
            odd += sample[at + 1] == 0 ? 1 : 0;
        }

        return odd * 4 > sample.Length ? Encoding.Unicode.GetChars(bytes[..(bytes.Length & ~1)], text)
            : even * 4 > sample.Length ? Encoding.BigEndianUnicode.GetChars(bytes[..(bytes.Length & ~1)], text)
            : Encoding.Latin1.GetChars(bytes, text);
    }
}
