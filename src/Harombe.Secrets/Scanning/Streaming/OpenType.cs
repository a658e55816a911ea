using Harombe.Secrets.Scanning.Labels;

namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where the word behind a colon begins, while it may be a type with its value still to come: <c>key: string = "…"</c>.</summary>
internal static class OpenType
{
    public static int Of(ReadOnlySpan<char> text, int from)
    {
        var end = text.TrimEnd(' ').Length;
        var start = end;
        while (start > from && end - start <= ValueReader.LongestType && ValueReader.IsOfType(text[start - 1]))
        {
            start--;
        }

        return start < end && end - start <= ValueReader.LongestType && FollowsColon(text[..start]) ? start : text.Length;
    }

    private static bool FollowsColon(ReadOnlySpan<char> text)
    {
        var near = text[Math.Max(0, text.Length - ValueReader.MostBefore - 1)..];
        return near.TrimEnd(" \t\r\n=>|*").EndsWith(":");
    }
}
