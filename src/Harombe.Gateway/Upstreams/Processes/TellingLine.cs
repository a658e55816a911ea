using System.Text.RegularExpressions;

namespace Harombe.Gateway.Upstreams.Processes;

/// <summary>
/// Finds the line that says why a program ended, among the last that it wrote. Run-times end what they say with something else: Node with its version, Python
/// with the error itself, .NET, Java and Go with a stack, npm with the place of its log.
/// </summary>
internal static partial class TellingLine
{
    /// <summary>The line; null when there is none at all.</summary>
    public static string? Of(IReadOnlyList<string> lines) =>
        lines.LastOrDefault(line => Named().IsMatch(line))
        ?? lines.LastOrDefault(line => Spoken().IsMatch(line) && !Noise().IsMatch(line))
        ?? lines.LastOrDefault(line => !Noise().IsMatch(line))
        ?? (lines.Count > 0 ? lines[^1] : null);

    // An error with its kind in front, as exceptions are written.
    [GeneratedRegex(@"\A\s*(?:Uncaught |Caused by: |Unhandled exception\. |Exception in thread ""[^""]*"" |panic: |fatal(?: error)?: )*(?:panic: |fatal(?: error)?: |[\w.$]*(?:Error|Exception)(?: \[\w+\])?: )\S", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?i)\b(?:error|failed|cannot|can't|could not|unable|not found|no such|denied|refused|invalid|missing|panicked|required)\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Spoken();

    [GeneratedRegex(@"(?i)\A\s*(?:at |\.{3}|\^|[{}\[\]]|node\.js v|node:|throw |code: |requirestack|goroutine |note: )|complete log of this run", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Noise();
}
