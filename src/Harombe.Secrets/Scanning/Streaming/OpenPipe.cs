using Harombe.Secrets.Scanning.Labels;

namespace Harombe.Secrets.Scanning.Streaming;

/// <summary>Where a line of a shell begins to write what a program behind a pipe may read as a password, while that program has not been named.</summary>
internal static class OpenPipe
{
    public static int Of(ReadOnlySpan<char> text, int from)
    {
        var line = Math.Max(from, text.LastIndexOf('\n') + 1);
        var near = text[Math.Max(line, text.Length - PipedPassword.Reach)..];
        var echo = near.IndexOf("echo ") is >= 0 and var e ? e : near.IndexOf("printf ");
        return echo < 0 ? text.Length : text.Length - near.Length + echo;
    }
}
