using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>Whether one value may decide where an effect lands. Pure.</summary>
internal static class ValueReview
{
    private const int LongestValue = 4096;

    public static FlowConcern? Concern(ToolProfile tool, Leaf leaf, IReadOnlyList<Leaf> leaves, Vouching vouching, SessionText session)
    {
        if (leaf.Value.Length > LongestValue && leaf.Role is not (ParameterRole.Content or ParameterRole.Code or ParameterRole.Choice or ParameterRole.Time or ParameterRole.Amount))
        {
            return Concern("flow.identity", leaf, Origin.Nowhere, "is too long to be the name or address of anything");
        }

        var address = Entities.Whole(Fold.Seen(leaf.Value[..Math.Min(leaf.Value.Length, LongestValue)])).Kind;
        var role = leaf.Role is ParameterRole.Content or ParameterRole.Identity && address is EntityKind.Email or EntityKind.Account && leaf.Role != ParameterRole.Content
            ? ParameterRole.Destination : leaf.Role;
        return role switch
        {
            ParameterRole.Destination => Destination(tool, leaf, leaves, vouching, session),
            ParameterRole.Identity => Identity(tool, leaf, vouching),
            ParameterRole.NewName => NewName(leaf, vouching, session),
            ParameterRole.Credential => vouching.InPrompt(leaf.Value) && Mentions.Introduces(vouching.Intent, tool, leaf.Value) ? null
                : Concern("flow.credential", leaf, Trace(leaf, vouching), "is a credential that you did not write"),
            ParameterRole.Code => Code(leaf, vouching, session),
            _ => null,
        };
    }

    private static FlowConcern? Destination(ToolProfile tool, Leaf leaf, IReadOnlyList<Leaf> leaves, Vouching vouching, SessionText session)
    {
        if (vouching.InPrompt(leaf.Value) && Mentions.Introduces(vouching.Intent, tool, leaf.Value))
        {
            return null;
        }

        var seen = vouching.Seen(leaf.Value);
        var own = seen.Where(field => Vouching.IsOwn(field, leaf.Value)).ToList();
        var address = Entities.Whole(Fold.Seen(leaf.Value));
        if (own.Exists(field => vouching.Links(field.Record)) || (!tool.Has(Effect.Pay) && own.Exists(field => Chosen(field, tool, address, vouching))))
        {
            return null;
        }

        if (!tool.Has(Effect.Pay | Effect.Credential) && address.Kind != EntityKind.None
            && seen.Any(field => Delegated(field, tool, address, leaf, leaves, vouching, session)))
        {
            return null;
        }

        return own.Count > 0
            ? Concern("flow.destination", leaf, Origin.Own, "decides who or what it goes to; it is in your own stores, but nothing in what you asked points at it")
            : seen.Count > 0
                ? Concern("flow.destination", leaf, Origin.Outside, $"decides who or what it goes to, and comes from text that others can write ({seen[0].Source.Call?.Tool})")
                : Concern("flow.destination", leaf, Origin.Nowhere, "decides who or what it goes to, and is neither in what you asked nor in anything of yours that was read");
    }

    // One of a closed circle that the prompt chooses from: "the channel with the most users", "every participant". A name inside of the store, not an address
    // that leads out of it; addresses only of a source that was asked for, and only when many are meant.
    private static bool Chosen(Field field, ToolProfile tool, Entity address, Vouching vouching) =>
        address.Kind == EntityKind.None
            ? (tool.Subjects & vouching.Intent.Subjects) != 0
            : vouching.Intent.AsksForMany && !field.Record.IsBare && vouching.Asks(field.Source);

    // The prompt hands the choice to a source that it names ("her address is on her page"): bounded to the one address of its kind in there, to a person
    // that the prompt names too, and never for money.
    private static bool Delegated(Field field, ToolProfile tool, Entity address, Leaf leaf, IReadOnlyList<Leaf> leaves, Vouching vouching, SessionText session)
    {
        if (field.Source.Marked)
        {
            return false;
        }

        if (tool.Has(Effect.Fetch))
        {
            return Followed(field, address, vouching, session);
        }

        var companion = leaves.Any(other => other.Path != leaf.Path && other.Role is ParameterRole.Destination or ParameterRole.Identity && vouching.InPrompt(other.Value));
        return companion && (vouching.Names(field.Source) || (!field.Source.IsOutside && vouching.Links(field.Record)))
            && !session.Addresses(address.Kind).Any(other => other.Field.Source == field.Source && other.Address != address
                && (field.Source.IsOutside || other.Field.Record == field.Record));
    }

    // A link may be followed out of a message that the prompt describes, or out of a text whose links it speaks of; not from page to page, and not when it
    // could be one of several and one was meant.
    private static bool Followed(Field field, Entity address, Vouching vouching, SessionText session)
    {
        var record = field.Record.Fields.Count > 1;
        return !field.Source.IsOutside
            && ((record && (vouching.Links(field.Record) || vouching.Describes(field))) || (vouching.Intent.SpeaksOfLinks && vouching.Asks(field.Source)))
            && (vouching.Intent.AsksForMany || !session.Addresses(address.Kind).Any(other => other.Address != address
                && (record ? other.Field.Record == field.Record : other.Field.Source == field.Source)));
    }

    private static FlowConcern? Identity(ToolProfile tool, Leaf leaf, Vouching vouching)
    {
        if (vouching.InPrompt(leaf.Value))
        {
            return null;
        }

        var seen = vouching.Seen(leaf.Value);
        var own = seen.Where(field => Vouching.IsOwn(field, leaf.Value)).ToList();
        if (own.Exists(field => vouching.Links(field.Record)) || own.Exists(field => Found(field, tool, vouching)))
        {
            return null;
        }

        if (tool.Has(Effect.Book) && seen.Any(field => Vouching.Listed(field) && (vouching.Asks(field.Source) || vouching.Links(field.Record))))
        {
            return null;
        }

        return Concern("flow.identity", leaf, own.Count > 0 ? Origin.Own : seen.Count > 0 ? Origin.Outside : Origin.Nowhere,
            own.Count > 0 ? "says which thing it happens to; it is one of yours, but nothing in what you asked points at it"
            : "says which thing it happens to, and nothing in what you asked points at it");
    }

    // The model may name what it makes, but not after something that nobody spoke of.
    private static FlowConcern? NewName(Leaf leaf, Vouching vouching, SessionText session) =>
        !session.HasResults || vouching.InPrompt(leaf.Value) || Words.Telling(leaf.Value) is var words && (words.Overlaps(vouching.Intent.Words) || words.Count == 0) && Disguises.Decode(leaf.Value).Count == 0
            ? null
            : Concern("flow.name", leaf, Trace(leaf, vouching), "names something new by a word that nothing in what you asked speaks of");

    // Looked up by something that the prompt says. Ending a thing needs more: the look-up must have found only this one.
    private static bool Found(Field field, ToolProfile tool, Vouching vouching) => tool.Has(Effect.Delete)
        ? vouching.Asks(field.Source) && field.Source.Records.Count == 1
        : vouching.Asks(field.Source) || (tool.Subjects & vouching.Intent.Subjects) != 0;

    private static FlowConcern? Code(Leaf leaf, Vouching vouching, SessionText session)
    {
        if (!session.HasResults || vouching.InPrompt(leaf.Value))
        {
            return null;
        }

        foreach (var address in Entities.InSpelled(Fold.Seen(leaf.Value)))
        {
            if (address.Kind is EntityKind.Url or EntityKind.Email && !vouching.InPrompt(address))
            {
                return Concern("flow.code", leaf, Origin.Nowhere, "is code with an address in it that you did not write");
            }
        }

        return vouching.Seen(leaf.Value).Any(field => field.Nature == FieldNature.Text)
            ? Concern("flow.code", leaf, Origin.Outside, "is code that comes from text that others can write")
            : null;
    }

    private static Origin Trace(Leaf leaf, Vouching vouching) => vouching.Seen(leaf.Value) switch
    {
        [] => Origin.Nowhere,
        var seen => seen.Any(field => Vouching.IsOwn(field, leaf.Value)) ? Origin.Own : Origin.Outside,
    };

    private static FlowConcern Concern(string rule, Leaf leaf, Origin origin, string says) => new(rule, leaf.Path, origin, $"'{leaf.Path}' {says}.");
}
