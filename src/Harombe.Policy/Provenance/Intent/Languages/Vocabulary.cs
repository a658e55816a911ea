using System.Collections.Frozen;

namespace Harombe.Policy.Provenance.Intent.Languages;

/// <summary>What of a language is understood: the verbs that requests are made of, the nouns for what they are about, and the small words that turn them around.</summary>
internal sealed class Vocabulary
{
    /// <param name="common">Words by which the language is known.</param>
    /// <param name="questions">Words that begin a question.</param>
    /// <param name="negations">Words that turn a request around.</param>
    /// <param name="verbs">Lines of <c>english: words</c>; <c>verb+particle</c> for one whose particle stands at the end.</param>
    /// <param name="nouns">Lines of <c>english: words</c>.</param>
    public Vocabulary(string common, string questions, string negations, string verbs, string nouns)
    {
        (Common, Questions, Negations) = (Set(common), Set(questions), Set(negations));
        (Verbs, Nouns) = (Table(verbs), Table(nouns));
    }

    public FrozenSet<string> Common { get; }

    public FrozenSet<string> Questions { get; }

    public FrozenSet<string> Negations { get; }

    public FrozenDictionary<string, string> Verbs { get; }

    public FrozenDictionary<string, string> Nouns { get; }

    private static FrozenSet<string> Set(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Table(string lines) => lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(':', 2)).SelectMany(pair => pair[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word, pair[0])))
        .DistinctBy(pair => pair.word).ToFrozenDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal);
}
