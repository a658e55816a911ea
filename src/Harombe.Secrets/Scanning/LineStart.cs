namespace Harombe.Secrets.Scanning;

/// <summary>Where the line begins that a place stands in. No further back than lines are long that people and programs write: a text without an end of line would be walked through anew at each anchor.</summary>
internal static class LineStart
{
    /// <summary>Lines longer than this have no beginning.</summary>
    public const int Longest = 2000;

    /// <summary>Index of the first character of the line; of the first one that is looked at where the line is longer.</summary>
    public static int Of(ReadOnlySpan<char> text, int at)
    {
        var from = Math.Max(0, at - Longest);
        return from + text[from..at].LastIndexOf('\n') + 1;
    }
}
