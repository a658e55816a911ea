using System.Buffers;
using Harombe.Secrets.Scanning.Formats;
using Harombe.Secrets.Scanning.Labels;

namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where the word behind a colon begins, while it may be a type with its value still to come: <c>key: string = "…"</c>.</summary>
internal static class OpenType
{
    // Further than a word of a label stands from its colon.
    private const int LongestLabel = 192;

    private static readonly SearchValues<string> Labels = SearchValues.Create(
        [.. KnownFormats.All.Where(format => format is LabelledValue or ProviderKey).SelectMany(format => format.Anchors).Select(anchor => anchor.Text).Distinct()], StringComparison.OrdinalIgnoreCase);

    /// <param name="text">What may be shown.</param>
    /// <param name="behind">What has come behind it: a word there that is no equals sign says that this one was none.</param>
    /// <param name="from">Where to begin.</param>
    public static int Of(ReadOnlySpan<char> text, ReadOnlySpan<char> behind, int from)
    {
        if (behind.TrimStart(' ') is [not '=', ..])
        {
            return text.Length;
        }

        var end = text.TrimEnd(' ').Length;
        var start = end;
        while (start > from && end - start <= ValueReader.LongestType && ValueReader.IsOfType(text[start - 1]))
        {
            start--;
        }

        return start < end && end - start <= ValueReader.LongestType && FollowsColon(text[..start]) ? start : text.Length;
    }

    // Behind the colon of a label only: anybody else's words have none.
    private static bool FollowsColon(ReadOnlySpan<char> text)
    {
        var near = text[Math.Max(0, text.Length - ValueReader.MostBefore - 1)..].TrimEnd(" \t\r\n=>|*");
        return near.EndsWith(":") && text[Math.Max(0, text.Length - LongestLabel)..].ContainsAny(Labels);
    }
}
