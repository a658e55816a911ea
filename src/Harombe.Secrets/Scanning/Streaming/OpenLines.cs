using Harombe.Secrets.Scanning.Decoding;

namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where base64 has begun that was wrapped into lines, if its last line may have another behind it.</summary>
internal static class OpenLines
{
    private const int Longest = 64 * 1024;

    public static int Of(ReadOnlySpan<char> text, int from)
    {
        var open = text.Length;
        for (var end = text.TrimEnd().Length; end > from && text.Length - end < Longest;)
        {
            var line = text[..end].LastIndexOfAny(" \t\r\n") + 1;
            if (end - line < EncodedRun.WrappedLine || text[line..end].ContainsAnyExcept(EncodedRun.Run))
            {
                break;
            }

            open = Math.Max(from, line);
            end = text[..line].TrimEnd().Length;
        }

        return open;
    }
}
