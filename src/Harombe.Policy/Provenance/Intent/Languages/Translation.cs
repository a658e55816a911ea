using System.Text;
using System.Text.RegularExpressions;
using Harombe.Policy.Provenance.Text;

namespace Harombe.Policy.Provenance.Intent.Languages;

/// <summary>
/// Puts English words in the place of those that a request in German, French, Spanish or Chinese is made of, so that it is understood like one in English. Everything
/// else, and every value, stays as it is. In a clause that negates, and in a question, no verb is a request; what isn't known asks for nothing. Pure; linear.
/// </summary>
internal static partial class Translation
{
    private const int FewCommon = 2;
    private const int LongestVerb = 32;

    private static readonly Vocabulary[] Spaced = [German.Words, French.Words, Spanish.Words];
    private static readonly string[] English = ["the", "and", "please", "my", "with", "that", "to", "for", "of", "is", "from", "in", "on", "a", "an", "me", "it"];

    /// <param name="folded">The prompt, folded.</param>
    public static string ToEnglish(string folded)
    {
        if (folded.AsSpan().IndexOfAnyInRange('\u4e00', '\u9fff') >= 0)
        {
            return OfChinese(folded);
        }

        var words = Words.Of(folded).ConvertAll(span => folded.Substring(span.Start, span.Length));
        var language = Spaced.MaxBy(language => words.Count(language.Common.Contains))!; // not null: there are some
        var hits = words.Count(language.Common.Contains);
        return hits >= FewCommon && hits > words.Count(word => English.Contains(word)) ? string.Concat(Clauses().Split(folded).Select(clause => OfClause(clause, language))) : folded;
    }

    private static string OfClause(string clause, Vocabulary language)
    {
        var spans = Words.Of(clause);
        var words = spans.ConvertAll(span => clause.Substring(span.Start, span.Length));
        var requests = words.Count > 0 && !language.Questions.Contains(words[0]) && !words.Exists(language.Negations.Contains);
        var (text, at) = (new StringBuilder(clause.Length + 16), 0);
        for (var i = 0; i < words.Count; i++)
        {
            text.Append(clause, at, spans[i].Start - at);
            // "please", so that a verb at the end of its clause is one as well.
            text.Append(requests && Verb(words, i, language) is { } verb ? "please " + verb : language.Nouns.GetValueOrDefault(words[i], words[i]));
            at = spans[i].Start + spans[i].Length;
        }

        return text.Append(clause, at, clause.Length - at).ToString();
    }

    // "Sage den Termin … ab": the particle at the end makes another verb of it.
    private static string? Verb(List<string> words, int at, Vocabulary language) =>
        words[at].Length + words[^1].Length <= LongestVerb && language.Verbs.TryGetValue($"{words[at]}+{words[^1]}", out var separable)
            ? separable : language.Verbs.GetValueOrDefault(words[at]);

    private static string OfChinese(string folded)
    {
        var spaced = folded.Replace("。", ". ", StringComparison.Ordinal).Replace("，", ", ", StringComparison.Ordinal).Replace("！", "! ", StringComparison.Ordinal)
            .Replace("？", "? ", StringComparison.Ordinal).Replace("；", "; ", StringComparison.Ordinal).Replace("：", ": ", StringComparison.Ordinal)
            .Replace("（", " (", StringComparison.Ordinal).Replace("）", ") ", StringComparison.Ordinal).Replace("、", ", ", StringComparison.Ordinal);
        return string.Concat(Clauses().Split(spaced).Select(clause =>
        {
            var language = Chinese.Words;
            var requests = !language.Questions.Any(clause.Contains) && !language.Negations.Any(clause.Contains);
            return Known().Replace(clause, match =>
                language.Nouns.TryGetValue(match.Value, out var noun) ? $" {noun} " : requests ? $" please {language.Verbs[match.Value]} " : match.Value);
        }));
    }

    private static readonly Regex KnownWords = new(
        string.Join('|', Chinese.Words.Verbs.Keys.Concat(Chinese.Words.Nouns.Keys).OrderByDescending(word => word.Length).ThenBy(word => word, StringComparer.Ordinal).Select(Regex.Escape)),
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private static Regex Known() => KnownWords;

    // With its end, so that nothing is lost.
    [GeneratedRegex(@"(?<=[.!?;,:\n])(?=\s)|(?<=\n)", RegexOptions.CultureInvariant)]
    private static partial Regex Clauses();
}
