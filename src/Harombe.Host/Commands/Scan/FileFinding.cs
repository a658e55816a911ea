namespace Harombe.Host.Commands.Scan;

/// <summary>A secret in a file: where it stands, never what it is. Lines and columns are counted from one; the end is behind its last character.</summary>
internal sealed record FileFinding(string File, string Kind, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The kind as an identifier: <c>github-token</c>.</summary>
    public string Rule => RuleOf(Kind);

    /// <inheritdoc cref="Rule"/>
    public static string RuleOf(string kind) =>
        string.Join('-', new string([.. kind.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What a scan came to.</summary>
/// <param name="Findings">In order of file and place.</param>
/// <param name="Files">How many were read.</param>
/// <param name="Bytes">How many bytes that was.</param>
/// <param name="Skipped">Files that were not looked into, and why.</param>
internal sealed record ScanReport(IReadOnlyList<FileFinding> Findings, int Files, long Bytes, IReadOnlyList<SkippedFile> Skipped);

internal sealed record SkippedFile(string File, string Reason);
