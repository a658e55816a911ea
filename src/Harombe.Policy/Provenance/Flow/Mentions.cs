using System.Collections.Frozen;
using Harombe.Policy.Provenance.Intent;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>Tells a value that the user wants something done with from one that the prompt only mentions, by its place among the requests. Pure.</summary>
internal static class Mentions
{
    private static readonly FrozenSet<string> Pronouns = "them they their him his her she he it its".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// Whether the user wrote the value as something to act upon: in a sentence that asks for such an effect, as what something is said to be before one that does
    /// ("Kim's is kim@… . Invite her") or the one that a pronoun in it goes back to ("Kim called. Send her the list"), or behind a word for what it is ("the recipient is …"). A value that is merely mentioned, before or after, is none.
    /// </summary>
    public static bool Introduces(PromptIntent intent, ToolProfile tool, string value)
    {
        var plain = Fold.Plain(value).Trim();
        var bare = Entities.Whole(plain) is { Kind: EntityKind.Url } url ? url.Host : plain;
        var sentences = intent.Sentences;
        var (mentioned, asked, askedByPronoun) = (false, false, false);
        for (var i = sentences.Length - 1; i >= 0; i--)
        {
            var (text, asks) = (sentences[i].Text, (sentences[i].Effects & tool.Effects) != 0);
            if (text.Contains(bare, StringComparison.Ordinal))
            {
                mentioned = true;
                if (tool.Has(Effect.Fetch) || asks || RoleWords.NamesDestination(text, bare)
                    || (asked && IsSaidToBe(text, bare)) || (askedByPronoun && text.AsSpan().TrimStart().StartsWith(bare)))
                {
                    return true;
                }
            }

            // What follows from here on, for the sentences before.
            asked |= asks;
            askedByPronoun |= asks && Words.Of(text).Exists(span => Pronouns.Contains(text.Substring(span.Start, span.Length)));
        }

        // Of an earlier prompt, or written with other gaps: the words are there, their sentence can't be told.
        return !mentioned;
    }

    // "Kim's is …", "Kim: …", "send it here: …": something is said to be this value, and not only that there is one.
    private static bool IsSaidToBe(string sentence, string value)
    {
        var before = sentence.AsSpan(0, sentence.IndexOf(value, StringComparison.Ordinal)).TrimEnd(" \"'<([`*");
        return before.Length > 0 && (before[^1] is ':' or '=' || before.EndsWith(" is") || before.EndsWith(" are") || before.EndsWith(" was") || before.EndsWith("'s"));
    }
}
