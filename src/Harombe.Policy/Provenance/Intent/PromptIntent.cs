using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Intent;

/// <summary>
/// What the user's own words ask for: which effects, on which kinds of things, and what they name. A question asks for none; a verb counts only where it
/// stands as a request, not where it tells of something ("the mail that Bob sent"). Immutable.
/// </summary>
internal sealed class PromptIntent
{
    // Words that are as often a thing as an order: they count as an order only where an order begins.
    private static readonly FrozenSet<string> Ambiguous = "email mail message post schedule book share order text file plan transfer refund reply answer move change update note report request call address record list copy test build start return set fine tag label pin log ticket comment review draft document ping place open close complete tip split cover block brief address charge fix clean empty leave clear store push stay visit forward raise drop set ask sort format list try lower link say mention"
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Openers = "and then please to also can could you would should must will just now next first finally afterwards kindly i we let's lets or help me i'd want ll d need have has so but if not after before by after than it's when back"
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Articles = "the a an my our your his her their this that these those of in from with no any some each every last latest recent new".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Negations = "not don don't never without no".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Answers = "let tell inform give say answer report ask get make write help".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Many = "all every each everyone everybody both multiple several them users people participants members attendees colleagues guests contacts team anyone channels files emails events two three".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Pages = "website webpage page site web blog url link homepage article".Split(' ').Select(Provenance.Text.Words.Stem).ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create(".!?;:,\n(");

    private PromptIntent(string text, Effect effects, FrozenSet<string> verbs, FrozenSet<string> words, int subjects, bool many, ImmutableArray<Sentence> sentences)
    {
        Text = text;
        Effects = effects;
        Verbs = verbs;
        Words = words;
        Subjects = subjects;
        AsksForMany = many;
        Sentences = sentences;
    }

    public string Text { get; }

    /// <summary>What its requests may stand for.</summary>
    public Effect Effects { get; }

    /// <summary>The stems of its requesting verbs.</summary>
    public FrozenSet<string> Verbs { get; }

    /// <summary>The stems of its telling words.</summary>
    public FrozenSet<string> Words { get; }

    /// <summary>The kinds of things it speaks of, as bits of <see cref="Tools.Subjects"/>.</summary>
    public int Subjects { get; }

    /// <summary>Whether it speaks of more than one.</summary>
    public bool AsksForMany { get; }

    /// <summary>Whether it speaks of pages and links.</summary>
    public bool SpeaksOfLinks => Words.Overlaps(Pages);

    /// <summary>Its sentences, in order.</summary>
    public ImmutableArray<Sentence> Sentences { get; }

    public static PromptIntent Of(string prompt)
    {
        var folded = Languages.Translation.ToEnglish(Fold.Plain(prompt.Replace('’', '\'')));
        var spans = Provenance.Text.Words.Of(folded);
        var words = spans.ConvertAll(span => folded.Substring(span.Start, span.Length));
        var effects = Effect.Unknown;
        var verbs = new HashSet<string>(StringComparer.Ordinal);
        var sentences = Sentence.Cut(folded);
        var sentence = 0;
        for (var i = 0; i < words.Count; i++)
        {
            while (sentence + 1 < sentences.Count && sentences[sentence + 1].Start <= spans[i].Start)
            {
                sentence++;
            }

            if (Requested(words, i) is var effect && effect != Effect.Unknown && IsRequest(folded, spans, words, i))
            {
                effects |= effect;
                sentences[sentence].Effects |= effect;
                verbs.Add(Provenance.Text.Words.Stem(words[i]));
            }
            else if (StartsClause(folded, spans, words, i))
            {
                verbs.Add(Provenance.Text.Words.Stem(words[i]));
            }
        }

        // What a record is recognised by stands in it in whatever language.
        var telling = Provenance.Text.Words.Telling(folded);
        telling.UnionWith(Provenance.Text.Words.Telling(prompt));
        return new PromptIntent(
            folded,
            effects,
            verbs.ToFrozenSet(StringComparer.Ordinal),
            telling.ToFrozenSet(StringComparer.Ordinal),
            Tools.Subjects.Of(telling),
            words.Exists(Many.Contains),
            [.. sentences]);
    }

    // "Call off" and "put off" are not calling and putting.
    private static Effect Requested(List<string> words, int at) => at + 1 < words.Count && words[at + 1] == "off" && words[at] is "call" or "put"
        ? words[at] == "call" ? Effect.Delete : Effect.Move
        : Tools.Verbs.OfRequest(words[at]);

    /// <summary>Whether it says that something is to go into the thing of this name.</summary>
    public bool Places(string name)
    {
        var (text, wanted) = (Fold.Plain(Text), Fold.Plain(name).Trim());
        for (var at = text.IndexOf(wanted, StringComparison.Ordinal); at > 0; at = text.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            var before = Provenance.Text.Words.Of(text.AsSpan(0, at));
            if (before.Count > 0 && text.Substring(before[^1].Start, before[^1].Length) is "in" or "into" or "to" or "as" or "called" or "named" or "file")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRequest(string text, List<WordSpan> spans, List<string> words, int at)
    {
        // "Let me know", "tell me": the answer is what is asked for.
        if (at + 1 < words.Count && words[at + 1] is "me" or "us" && Answers.Contains(words[at]))
        {
            return false;
        }

        for (var before = Math.Max(0, at - 3); before < at; before++)
        {
            if (Negations.Contains(words[before]) && !Stops(text, spans, before, at))
            {
                return false;
            }
        }

        // "did Bob send", "when do I post": a question about it, not a request.
        for (var before = Math.Max(0, at - 4); before < at; before++)
        {
            if (words[before] is "did" or "does" && !Stops(text, spans, before, at))
            {
                return false;
            }
        }

        return StartsClause(text, spans, words, at) || (!Ambiguous.Contains(words[at]) && !Articles.Contains(words[at - 1]));
    }

    private static bool StartsClause(string text, List<WordSpan> spans, List<string> words, int at) =>
        at == 0 || Openers.Contains(words[at - 1]) || Stops(text, spans, at - 1, at) || char.IsAsciiDigit(words[at - 1][0]) && text[spans[at - 1].Start + spans[at - 1].Length] is '.' or ')'
        || words[at - 1] is "agent" or "assistant";

    private static bool Stops(string text, List<WordSpan> spans, int from, int to) =>
        text.AsSpan((spans[from].Start + spans[from].Length)..spans[to].Start).ContainsAny(ClauseEnds);
}
