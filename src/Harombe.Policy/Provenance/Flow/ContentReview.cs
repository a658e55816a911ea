using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>
/// Whether what is said or stored carries something of its own: a link, an address, an account that the user neither wrote nor asked to pass on, or text
/// that has to do with nothing that the session has seen. Looked at as one text too, so that a value split over fields is whole again. Pure.
/// </summary>
internal static class ContentReview
{
    private const int FewWords = 3;
    private const int ShareOfKnown = 3;
    private const int ShareToChosen = 2;
    private const int Joined = 6;

    private static readonly string[] Addresses = [.. "link url address contact phone telephone homepage iban".Split(' ').Select(Words.Stem)];

    public static IEnumerable<FlowConcern> Concerns(ToolProfile tool, IReadOnlyList<Leaf> leaves, Vouching vouching, SessionText session)
    {
        if (!session.HasResults)
        {
            yield break;
        }

        var contents = leaves.Where(leaf => leaf.Role == ParameterRole.Content).ToList();
        foreach (var (path, text) in Texts(contents))
        {
            var readable = Disguises.Decode(text);
            var plain = Entities.In(Fold.Plain(text)).ToHashSet();
            foreach (var address in Entities.InSpelled(Fold.Seen(text)).Concat(readable.SelectMany(decoded => Entities.InSpelled(Fold.Seen(decoded)))).Distinct())
            {
                if (plain.Contains(address) ? Judge(address, vouching, session) is { } says : (says = "in disguise") is not null)
                {
                    yield return new FlowConcern("flow.content", path, Origin.Outside, $"'{path}' carries {Word(address.Kind)} {says}.");
                }
            }

            if (Disguises.HasOpaque(text) && !vouching.InPrompt(text) && vouching.Seen(text).Count == 0)
            {
                yield return new FlowConcern("flow.content", path, Origin.Nowhere, $"'{path}' carries something encoded that can't be read.");
            }
        }

        // To somebody that the prompt leaves to be chosen, what is said must be all the more of the prompt.
        var chosen = leaves.Any(leaf => leaf.Role == ParameterRole.Destination && !vouching.InPrompt(leaf.Value));
        if (Unrelated(contents, chosen ? ShareToChosen : ShareOfKnown, vouching, session))
        {
            yield return new FlowConcern("flow.content", contents[0].Path, Origin.Nowhere, "What it says has to do neither with what you asked nor with anything that was read.");
        }
    }

    // Each by itself, then the seam of each with each.
    private static IEnumerable<(string Path, string Text)> Texts(List<Leaf> contents)
    {
        foreach (var leaf in contents)
        {
            yield return (leaf.Path, leaf.Value);
        }

        foreach (var one in contents.Take(Joined))
        {
            foreach (var next in contents.Take(Joined).Where(next => next != one && char.IsLetterOrDigit(next.Value[0]) && !EndsSentence(one.Value)
                && (!char.IsAsciiDigit(next.Value[0]) || char.IsAsciiDigit(one.Value[^1]))))
            {
                yield return ($"{one.Path} and {next.Path}", Tail(one.Value) + Head(next.Value));
            }
        }
    }

    private static bool EndsSentence(string text) => char.IsWhiteSpace(text[^1]) || text[^1] is '!' or '?' or ',' or ';' or ')' or '>' or '"'
        || Entities.IsComplete(Fold.Seen(Tail(text))) || (text[^1] == '.' && text.Contains(' ', StringComparison.Ordinal));

    private static string Tail(string text) => text[(text.LastIndexOfAny([' ', '\n', '\t']) + 1)..];

    private static string Head(string text) => text.IndexOfAny([' ', '\n', '\t']) is > 0 and var end ? text[..end] : text;

    private static string? Judge(Entity address, Vouching vouching, SessionText session)
    {
        if (vouching.InPrompt(address))
        {
            return null;
        }

        var fields = session.Holding(address, disguised: true).Where(field => field.Nature != FieldNature.Prompt).ToList();
        if (fields.Count == 0)
        {
            return "that comes from nowhere";
        }

        return fields.Exists(field => !field.Source.Marked && (!field.Source.IsOutside
                ? field.Nature == FieldNature.Value || vouching.Links(field.Record) || vouching.Asks(field.Source)
                : vouching.Asks(field.Source) && (vouching.Intent.Words.Overlaps(Addresses) || IsOfPage(address, field.Source))))
            ? null
            : "from text that others can write";
    }

    // A page may be passed on by its own address.
    private static bool IsOfPage(Entity address, Source source) => source.Call is { } call
        && Leaf.Of(call.Profile, call.Arguments).Any(leaf => Entities.Whole(Fold.Plain(leaf.Value)) is { Kind: EntityKind.Url } page && page.Host == address.Host);

    private static bool Unrelated(List<Leaf> contents, int share, Vouching vouching, SessionText session)
    {
        var (known, all) = (0, 0);
        foreach (var leaf in contents)
        {
            var folded = Fold.Seen(leaf.Value);
            foreach (var span in Words.Of(folded))
            {
                var word = folded.Substring(span.Start, span.Length);
                if (Words.IsTelling(word))
                {
                    all++;
                    known += vouching.Intent.Words.Contains(Words.Stem(word)) || session.Knows(word) ? 1 : 0;
                }
            }
        }

        return all >= FewWords && known * share < all;
    }

    private static string Word(EntityKind kind) => kind switch
    {
        EntityKind.Email => "an e-mail address",
        EntityKind.Url => "a link",
        EntityKind.Phone => "a telephone number",
        _ => "a number that could be an account",
    };
}
