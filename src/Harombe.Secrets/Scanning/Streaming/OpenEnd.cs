namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>How far a text that is still coming may be judged: up to its last word, quoted value, wrapped base64 or private key that has not ended.</summary>
internal static class OpenEnd
{
    // A word longer than this goes out in parts; no format that we know comes near it without white space.
    private const int LongestWord = 8192;

    // Each step back has what is left looked at anew. A text in which quote after quote would be open without the next one waits as a whole.
    private const int MostSteps = 16;

    /// <summary>The place before which nothing can become part of a secret any more.</summary>
    /// <param name="text">What has come.</param>
    /// <param name="from">Where to begin: what stands before was judged.</param>
    public static int Of(ReadOnlySpan<char> text, int from)
    {
        var end = text.LastIndexOfAny(" \n\t\r") + 1;
        if (end <= from)
        {
            return text.Length - from < LongestWord ? from : text.Length;
        }

        // Judged by what stands before the end alone: what closes behind it would be cut off from what it closes. And again after each step back.
        var steps = 0;
        for (var open = Open(text, end, from); open < end; open = Open(text, end, from))
        {
            // With the word that it is glued to, which may be a secret that runs into it.
            end = text[..open].LastIndexOfAny(" \n\t\r") + 1;
            if (end <= from || ++steps > MostSteps)
            {
                return from;
            }
        }

        return end;
    }

    private static int Open(ReadOnlySpan<char> all, int end, int from)
    {
        var text = all[..end];
        var open = Math.Min(OpenKey.Of(text, from), OpenQuote.Of(text, from));
        open = Math.Min(open, OpenLines.Of(text, from));
        open = Math.Min(open, OpenPipe.Of(text, from));
        open = Math.Min(open, OpenPrinted.Of(text, from));
        open = Math.Min(open, OpenTable.Of(text, from));
        return Math.Min(open, OpenType.Of(text, all[end..], from));
    }
}
