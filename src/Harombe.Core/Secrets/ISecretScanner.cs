namespace Harombe.Core.Secrets;

/// <summary>Finds secrets in text. Thread-safe; linear in the length of the text. An exception counts as a finding.</summary>
public interface ISecretScanner
{
    /// <summary>Every secret in the text, in order, without overlap. Empty for clean text, and then nothing is allocated.</summary>
    IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text);

    /// <summary>
    /// For a text that is still coming and is to be cut: where before the cut one of our own secrets begins, or may begin, that reaches over it. What stands
    /// from there on must not be shown yet. Our own may hold any characters, white space as well; foreign ones are known by their form and are not looked for
    /// here.
    /// </summary>
    /// <param name="text">What has come.</param>
    /// <param name="end">Where it is to be cut: 0 to the length of the text, in UTF-16 code units.</param>
    /// <returns>The first such place; <paramref name="end"/> when there is none.</returns>
    int OpenFrom(ReadOnlySpan<char> text, int end);
}

/// <summary>A secret in a text. Holds where it stands, never what it is.</summary>
/// <param name="Kind">What it is, for people: <c>GitHub token</c>.</param>
/// <param name="Start">Index of its first UTF-16 code unit.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
/// <param name="Placeholder">The placeholder to put in its place, when it is one of ours.</param>
public readonly record struct Finding(string Kind, int Start, int Length, Placeholder? Placeholder);
