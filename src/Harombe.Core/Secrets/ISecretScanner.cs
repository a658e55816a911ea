namespace Harombe.Core.Secrets;

/// <summary>Finds secrets in text. Thread-safe; linear in the length of the text. An exception counts as a finding.</summary>
public interface ISecretScanner
{
    /// <summary>Every secret in the text, in order, without overlap. Empty for clean text, and then nothing is allocated.</summary>
    IReadOnlyList<Finding> Scan(ReadOnlySpan<char> text);

    /// <summary>
    /// How much of a text that is still coming can be judged: nothing that follows makes a secret of what stands before this place, or
    /// another one of it. At least <paramref name="from"/>, which is how much was judged before, and at most the length of the text. What is
    /// held back is bounded: the last word, a quoted value, a private key or a stored secret that has not ended, each up to its greatest length.
    /// </summary>
    int SettledLength(ReadOnlySpan<char> text, int from);

    /// <summary>
    /// Which lines say what stands in those that follow the end of a text, however far they are from it: the head of a table that is open there. Empty when there is none.
    /// </summary>
    Range HeadOf(ReadOnlySpan<char> text) => default;
}

/// <summary>A secret in a text. Holds where it stands, never what it is.</summary>
/// <param name="Kind">What it is, for people: <c>GitHub token</c>.</param>
/// <param name="Start">Index of its first UTF-16 code unit.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
/// <param name="Placeholder">The placeholder to put in its place, when it is one of ours.</param>
public readonly record struct Finding(string Kind, int Start, int Length, Placeholder? Placeholder);
