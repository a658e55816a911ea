using System.Text.Json;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>
/// Follows the data of a call that has no prompt behind it: a client's. Nothing vouches for such a call, so nothing here ever lets one run. What a rule of the
/// operator's allows is held where a value that decides where it lands, or an address in what it carries, was read before in text that others can write; where
/// outside text and private data were read and this would carry something out; and where more was read than is known any more. Pure.
/// </summary>
internal static class ClientReview
{
    private const Effect Carrying = Effect.Send | Effect.Fetch | Effect.Pay | Effect.Grant | Effect.Expose;
    private const int LongestValue = 4096;
    private const string Earlier = "earlier results";

    public static FlowFinding Of(ToolProfile tool, JsonElement arguments, SessionText session)
    {
        if (tool.OnlyReads)
        {
            return new FlowFinding(false, [], session.IsMarked);
        }

        var concerns = new List<FlowConcern>();
        // Following a link changes nothing: what it could carry out is the question.
        foreach (var leaf in (tool.Effects & ~(Effect.Read | Effect.Fetch)) == 0 && tool.Effects != Effect.Unknown ? [] : Leaf.Of(tool, arguments))
        {
            if (Concern(leaf, session) is { } concern)
            {
                concerns.Add(concern);
            }
        }

        if ((tool.Effects & Carrying) != 0 && session is { ReadsOutside: true, ReadPrivate: true })
        {
            concerns.Add(new FlowConcern("flow.three", "", Origin.Outside, "This client has read text that others can write and data of yours, and this would carry something out."));
        }

        if (session.HasGaps && (tool.Effects == Effect.Unknown || (tool.Effects & ~Effect.Read) != 0))
        {
            concerns.Add(new FlowConcern(
                "flow.forgotten", "", Origin.Nowhere, "This client has read more within the last day than is known any more, so where the values come from can't be told."));
        }

        return new FlowFinding(false, [.. concerns], session.IsMarked);
    }

    private static FlowConcern? Concern(Leaf leaf, SessionText session)
    {
        var value = leaf.Value.Length > LongestValue && leaf.Role is not (ParameterRole.Content or ParameterRole.Code) ? leaf.Value[..LongestValue] : leaf.Value;
        return leaf.Role switch
        {
            ParameterRole.Destination or ParameterRole.Identity or ParameterRole.NewName when IsFrom(value, session) is { } source =>
                Says("flow.destination", leaf, $"decides where it lands, and was read in text that others can write ({source})"),
            ParameterRole.Credential when IsFrom(value, session) is { } source => Says("flow.credential", leaf, $"is a credential that was read in text that others can write ({source})"),
            ParameterRole.Code when IsFrom(value, session) is { } source => Says("flow.code", leaf, $"is code that was read in text that others can write ({source})"),
            ParameterRole.Content or ParameterRole.Code when Addresses(value).Select(address => Outside(address, session)).FirstOrDefault(source => source is not null) is { } source =>
                Says(leaf.Role == ParameterRole.Code ? "flow.code" : "flow.content", leaf, $"carries an address that was read in text that others can write ({source})"),
            ParameterRole.Content when Disguises.HasOpaque(value) && session.HasResults => Says("flow.content", leaf, "carries something encoded that can't be read"),
            _ => null,
        };
    }

    // The value itself, in whatever disguise; of an address, whatever else leads into the same domain or host.
    private static string? IsFrom(string value, SessionText session)
    {
        var seen = Fold.Seen(value);
        var address = Entities.Whole(seen);
        if (address.Kind != EntityKind.None && Outside(address, session) is { } source)
        {
            return source;
        }

        foreach (var text in Disguises.Decode(value).Select(Fold.Seen).Prepend(seen))
        {
            if (Named(session.Holding(text, disguised: true)) is { } from)
            {
                return from;
            }
        }

        return session.Faded.Any(faded => faded.MayHold(value)) ? Earlier : null;
    }

    private static string? Outside(Entity address, SessionText session) => Named(session.Holding(address, disguised: true)) ?? (FadedText.DomainOf(address) is { } domain
        ? Named(session.HoldingDomain(domain)) ?? Named(session.Holding(domain, disguised: true))
        : null) ?? (session.Faded.Any(faded => faded.MayHold(address)) ? Earlier : null);

    private static IEnumerable<Entity> Addresses(string text) =>
        Entities.InSpelled(Fold.Seen(text)).Concat(Disguises.Decode(text).SelectMany(decoded => Entities.InSpelled(Fold.Seen(decoded)))).Distinct();

    // What stands in a store of the user's as a value of its own may have been written by others, but is not theirs to choose.
    private static string? Named(IEnumerable<Field> fields)
    {
        string? source = null;
        foreach (var field in fields)
        {
            if (field is { Source: { IsOutside: false, Marked: false }, Nature: FieldNature.Value })
            {
                return null;
            }

            source ??= field.Source.Call?.Tool;
        }

        return source;
    }

    private static FlowConcern Says(string rule, Leaf leaf, string says) => new(rule, leaf.Path, Origin.Outside, $"'{leaf.Path}' {says}.");
}
