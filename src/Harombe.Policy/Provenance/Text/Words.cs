using System.Collections.Frozen;

namespace Harombe.Policy.Provenance.Text;

/// <summary>Where a word stands in a text.</summary>
internal readonly record struct WordSpan(int Start, int Length);

/// <summary>Cuts folded text into words: runs of letters and digits. Whatever stands between them doesn't count. Pure; linear.</summary>
internal static class Words
{
    private static readonly FrozenSet<string> Common = new[]
    {
        "the", "and", "for", "with", "that", "this", "from", "are", "was", "were", "has", "have", "had", "not", "but", "you", "your", "our", "their", "his",
        "her", "its", "they", "them", "all", "any", "can", "could", "would", "should", "will", "shall", "may", "might", "must", "please", "there", "here",
        "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "about", "into", "onto", "over", "under", "than", "then", "also", "just",
        "some", "more", "most", "very", "been", "being", "does", "did", "done", "let", "get", "got", "out", "off", "per", "via", "com", "www", "http", "https",
        "a", "an", "of", "to", "in", "on", "at", "by", "or", "is", "it", "be", "as", "if", "so", "do", "we", "he", "she", "me", "my", "i", "no", "up", "us",
        "hi", "hey", "hello", "dear", "thanks", "thank", "regards", "best", "want", "need", "make", "sure", "use", "new", "one", "first", "last", "next",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static List<WordSpan> Of(ReadOnlySpan<char> text)
    {
        var words = new List<WordSpan>(text.Length / 6 + 1);
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && char.IsLetterOrDigit(text[at]))
            {
                at++;
            }

            words.Add(new WordSpan(start, at - start));
        }

        return words;
    }

    /// <summary>The words of a text that say something: no articles, pronouns or the like, each reduced to its stem.</summary>
    public static HashSet<string> Telling(string text)
    {
        var folded = Fold.Seen(text);
        var telling = new HashSet<string>(StringComparer.Ordinal);
        foreach (var span in Of(folded))
        {
            var word = folded.Substring(span.Start, span.Length);
            if (IsTelling(word))
            {
                telling.Add(Stem(word));
            }
        }

        telling.UnionWith(Dates.In(folded));
        return telling;
    }

    public static bool IsTelling(string word) => word.Length >= 3 && !Common.Contains(word);

    /// <summary>A rough English stem: enough to bring "payments", "paying" and "payment" together. It may join too much, never too little of one word.</summary>
    public static string Stem(string word)
    {
        if (word.Length <= 4 || !char.IsAsciiLetter(word[^1]))
        {
            return word is { Length: 4 } && word[^1] == 's' && word[^2] != 's' ? word[..3] : word;
        }

        foreach (var (ending, instead) in Endings)
        {
            if (word.Length - ending.Length >= 3 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return Undouble(word[..^ending.Length] + instead);
            }
        }

        return word;
    }

    private static readonly (string Ending, string Instead)[] Endings =
    [
        ("ations", ""), ("ation", ""), ("ments", ""), ("ment", ""), ("izes", ""), ("ises", ""), ("ize", ""), ("ise", ""), ("ings", ""), ("ing", ""), ("ies", "y"),
        ("ers", ""), ("ies", "y"), ("ied", "y"), ("ions", ""), ("ion", ""), ("ary", ""), ("al", ""), ("es", ""), ("ed", ""), ("er", ""), ("ly", ""), ("s", ""), ("e", ""), ("y", "y"),
    ];

    private static string Undouble(string stem) => stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'e') ? stem[..^1]
        : stem.Length > 3 && stem[^1] == 'e' ? stem[..^1] : stem;
}
