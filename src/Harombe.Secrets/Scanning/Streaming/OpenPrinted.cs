using System.Buffers;
using Harombe.Secrets.Scanning.Labels;

namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where a line has begun that a command may have printed as a secret, while it may still get a second word, which would make it none.</summary>
internal static class OpenPrinted
{
    private const int LongestLine = 600;

    private static readonly SearchValues<string> Commands = SearchValues.Create(PrintedSecret.Commands, StringComparison.Ordinal);

    public static int Of(ReadOnlySpan<char> text, int from)
    {
        var line = text.LastIndexOf('\n') + 1;
        return line > 0 && line < text.Length && text.Length - line <= LongestLine && text[Math.Max(0, line - PrintedSecret.Reach - LongestLine)..line].ContainsAny(Commands) ? Math.Max(from, line) : text.Length;
    }
}
