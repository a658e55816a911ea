using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>Whether a thing is made for a day that nobody spoke of, although the prompt speaks of days. Pure.</summary>
internal static class TimeReview
{
    public static FlowConcern? Concern(ToolProfile tool, IReadOnlyList<Leaf> leaves, Vouching vouching)
    {
        var asked = Dates.In(Fold.Plain(vouching.Intent.Text)).ToHashSet(StringComparer.Ordinal);
        if (asked.Count == 0 || !tool.Has(Effect.Create | Effect.Book))
        {
            return null;
        }

        var times = leaves.Where(leaf => leaf.Role == ParameterRole.Time && Dates.In(Fold.Plain(leaf.Value)).Any()).ToList();
        return times.Count == 0 || times.Exists(leaf => Dates.In(Fold.Plain(leaf.Value)).Any(asked.Contains) || vouching.Seen(leaf.Value).Any(IsOwn) || SeenDay(leaf, vouching))
            ? null
            : new FlowConcern("flow.time", times[0].Path, Origin.Nowhere, $"'{times[0].Path}' is on a day that is neither in what you asked nor in anything that it points at.");
    }

    private static bool SeenDay(Leaf leaf, Vouching vouching) => leaf.Value.Length >= 10 && vouching.Seen(leaf.Value[..10]).Any(field => IsOwn(field) && vouching.Links(field.Record));

    private static bool IsOwn(Field field) => Vouching.Listed(field);
}
