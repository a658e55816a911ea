using System.Text.Json.Serialization;

namespace Harombe.Host.Commands.Scan;

/// <summary>A secret in a file: where it stands, never what it is. Lines and columns are counted from one; the end is behind its last character.</summary>
internal sealed record FileFinding(string File, string Kind, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The kind as an identifier: <c>github-token</c>.</summary>
    public string Rule => RuleOf(Kind);

    /// <summary>What stands before it on its line, for a person at a terminal: it names most secrets. What stands after it may be the rest of one.</summary>
    [JsonIgnore]
    public string Lead { get; init; } = "";

    /// <summary>By what a baseline knows it again; null where none was asked for.</summary>
    [JsonIgnore]
    public string? Fingerprint { get; init; }

    /// <summary>Whether the baseline has it.</summary>
    [JsonIgnore]
    public bool Known { get; init; }

    /// <inheritdoc cref="Rule"/>
    public static string RuleOf(string kind) =>
        string.Join('-', new string([.. kind.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What a scan came to.</summary>
/// <param name="Findings">In order of file and place, without those that the baseline knows.</param>
/// <param name="Files">How many were read.</param>
/// <param name="Bytes">How many bytes that was.</param>
/// <param name="Skipped">Files that were not looked into, and why.</param>
/// <param name="Known">How many findings the baseline knows.</param>
internal sealed record ScanReport(IReadOnlyList<FileFinding> Findings, int Files, long Bytes, IReadOnlyList<SkippedFile> Skipped, int Known)
{
    /// <summary>The files that were read.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Read { get; init; } = [];

    /// <summary>All findings, known or not.</summary>
    [JsonIgnore]
    public IReadOnlyList<FileFinding> All { get; init; } = [];
}

/// <summary>A file or a folder that was not looked into.</summary>
internal sealed record SkippedFile(string File, string Reason)
{
    /// <summary>Whether something that should have been read wasn't.</summary>
    [JsonIgnore]
    public bool Failed => Reason is not (FileScan.Binary or FileScan.NoFile);
}
