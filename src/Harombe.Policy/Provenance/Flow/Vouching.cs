using System.Globalization;
using Harombe.Policy.Provenance.Intent;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>
/// Answers for one call in one session whether the user's words vouch for a value: because they hold it, or because they point at the record or the
/// source that it was read from. Strict where it vouches, loose where it accuses.
/// </summary>
internal sealed class Vouching(SessionText session, PromptIntent intent)
{
    private readonly Dictionary<Record, bool> linked = [];
    private readonly Dictionary<Source, bool> asked = [];
    private readonly HashSet<decimal> numbers = [.. Numbers(intent.Text)];

    public PromptIntent Intent => intent;

    /// <summary>Whether the user wrote the value.</summary>
    public bool InPrompt(string value)
    {
        var plain = Fold.Plain(value);
        if (Fold.Seen(value) != plain && !session.Holding(plain, disguised: false).Any(field => field.Nature == FieldNature.Prompt && Contains(field.Value, value)))
        {
            return false;
        }

        if (Entities.Whole(plain) is { Kind: not EntityKind.None } address)
        {
            return InPrompt(address);
        }

        // A small number is in many prompts for other reasons: it must stand behind a word for what it counts ("issue 41", "#7").
        if (plain.Length <= 3 && plain.All(char.IsAsciiDigit))
        {
            return session.Prompts.Exists(prompt => IsNumbered(Fold.Plain(prompt), plain));
        }

        return session.Holding(plain, disguised: false).Any(field => field.Nature == FieldNature.Prompt) || SaidAside(plain.Trim());
    }

    // What is said by the way counts where it says what it is: "(her address is …)".
    private bool SaidAside(string plain) => plain.Length > 0 && session.Asides.Exists(aside => aside.Contains(plain, StringComparison.Ordinal) && RoleWords.NamesDestination(aside, plain));

    /// <summary>Whether the user wrote the address; of a URL, at least its host, and the beginning of its path if they wrote a path.</summary>
    public bool InPrompt(Entity address)
    {
        if (session.Holding(address, disguised: false).Any(field => field.Nature == FieldNature.Prompt))
        {
            return true;
        }

        if (SaidAside(address.Kind == EntityKind.Url ? address.Host : address.Value))
        {
            return true;
        }

        return address.Kind == EntityKind.Url && session.Addresses(EntityKind.Url).Any(known => known.Field.Nature == FieldNature.Prompt
            && known.Address.Host == address.Host && (known.Address.Value.Length == known.Address.Host.Length || address.Value.StartsWith(known.Address.Value + "/", StringComparison.Ordinal)));
    }

    /// <summary>The fields that hold the value, wholly or as a part, in whatever disguise.</summary>
    public IReadOnlyList<Field> Seen(string value)
    {
        var seen = Fold.Seen(value);
        var address = Entities.Whole(seen);
        var fields = address.Kind == EntityKind.None ? session.Holding(seen, disguised: true) : session.Holding(address, disguised: true).Union(session.Holding(seen, disguised: true));
        return [.. fields.Where(field => field.Nature != FieldNature.Prompt)];
    }

    /// <summary>Whether the field is this very value, in a store of the user's.</summary>
    public static bool IsOwn(Field field, string value) => field.Nature is FieldNature.Value or FieldNature.Short && !field.Source.IsOutside && !field.Source.Marked
        && field.Value.Trim().Equals(value.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the user's words single out the record: they share a word with its short fields that not all of its neighbours share.</summary>
    public bool Links(Record record)
    {
        if (!linked.TryGetValue(record, out var links))
        {
            var source = record.Fields is [var first, ..] ? first.Source : null;
            links = source is not null && (record.Words.Any(word => intent.Words.Contains(word) && source.Distinguishes(word))
                || record.Fields.Any(field => field.Nature == FieldNature.Value && field.Value.Contains('.', StringComparison.Ordinal)
                    && decimal.TryParse(field.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && numbers.Contains(number)));
            linked[record] = links;
        }

        return links;
    }

    /// <summary>Whether the user's words describe a text: it shares telling words with them, in a source that was asked for.</summary>
    public bool Describes(Field field) => Words.Telling(field.Value).Count(word => intent.Words.Contains(word)) switch
    {
        0 => false,
        1 => Asks(field.Source),
        _ => true,
    };

    /// <summary>Whether the user's words ask for the source: they hold something of what the call that read it was given.</summary>
    public bool Asks(Source source)
    {
        if (source.Call is not { } call)
        {
            return false;
        }

        if (!asked.TryGetValue(source, out var asks))
        {
            asked[source] = false; // a source that is asked for by itself is not
            asked[source] = asks = Leaf.Of(call.Profile, call.Arguments).Any(leaf => leaf.Role is not (ParameterRole.Amount or ParameterRole.Choice)
                && (Words.Telling(leaf.Value).Any(word => intent.Words.Contains(word) && !Subjects.IsKind(word)) || InPrompt(leaf.Value)
                    || (leaf.Role is ParameterRole.Identity or ParameterRole.Destination && Seen(leaf.Value).Any(field => Listed(field) && Asks(field.Source)))));
        }

        return asks;
    }

    /// <summary>Whether the user names the source by the very value that it was read by.</summary>
    public bool Names(Source source) => source.Call is { } call && Leaf.Of(call.Profile, call.Arguments).Any(leaf =>
        leaf.Role is ParameterRole.Destination or ParameterRole.Identity && InPrompt(leaf.Value));

    /// <summary>Whether the field is one of a list or a short value, not something that a review or a description speaks of.</summary>
    public static bool Listed(Field field) => field.Nature is FieldNature.Value or FieldNature.Short && !field.Source.IsOutside && !field.Source.Marked;

    private static bool Contains(string text, string value) => text.Contains(value.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool IsNumbered(string prompt, string number)
    {
        var spans = Words.Of(prompt);
        for (var i = 0; i < spans.Count; i++)
        {
            if (prompt.AsSpan(spans[i].Start, spans[i].Length).SequenceEqual(number)
                && ((spans[i].Start > 0 && prompt[spans[i].Start - 1] == '#')
                    || (i > 0 && prompt.Substring(spans[i - 1].Start, spans[i - 1].Length) is var lead && (lead is "id" or "number" or "no" || Subjects.IsKind(Words.Stem(lead))))))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<decimal> Numbers(string text)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] is '.' or ',' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
            {
                at++;
            }

            if (decimal.TryParse(text.AsSpan(start, at - start), NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            {
                yield return number;
            }
        }
    }
}
