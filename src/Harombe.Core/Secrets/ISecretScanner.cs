namespace Harombe.Core.Secrets;

/// <summary>Finds secrets in text. Thread-safe; linear in the length of the text. An exception counts as a finding.</summary>
public interface ISecretScanner
{
    /// <summary>Every secret in the text, in order, without overlap. Empty for clean text, and then nothing is allocated.</summary>
    IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text);

    /// <summary>
    /// For a text that is still coming: the index of the first UTF-16 code unit from which on it may be the beginning of one of our own secrets, which may hold
    /// any characters, white space as well. What stands from there on must not be shown yet. The length of the text when there is none. Foreign secrets are
    /// known by their form and are not looked for here.
    /// </summary>
    int OpenFrom(ReadOnlySpan<char> text);
}

/// <summary>A secret in a text. Holds where it stands, never what it is.</summary>
/// <param name="Kind">What it is, for people: <c>GitHub token</c>.</param>
/// <param name="Start">Index of its first UTF-16 code unit.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
/// <param name="Placeholder">The placeholder to put in its place, when it is one of ours.</param>
public readonly record struct Finding(string Kind, int Start, int Length, Placeholder? Placeholder);
