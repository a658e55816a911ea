using Harombe.Policy.Provenance.Intent;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>Whether the session has done this already: one request is no leave for two payments, or for a second message to the same person. Pure.</summary>
internal static class RepeatReview
{
    public static FlowConcern? Concern(ToolProfile tool, IReadOnlyList<Leaf> leaves, PromptIntent intent, SessionText session)
    {
        if (!tool.Has(Effect.Pay | Effect.Send) || intent.AsksForMany)
        {
            return null;
        }

        var destinations = Destinations(leaves);
        var again = destinations.Count > 0 && session.Sources.Reverse().TakeWhile(source => source.Call is not null)
            .Any(source => source.Call!.Profile.Name == tool.Name && Destinations(Leaf.Of(tool, source.Call.Arguments)).SetEquals(destinations)); // not null: the prompts end the run
        return again ? new FlowConcern("flow.again", "", Origin.Nowhere, "The same has gone to the same place once already, and you asked for one.") : null;
    }

    private static HashSet<string> Destinations(IReadOnlyList<Leaf> leaves) =>
        leaves.Where(leaf => leaf.Role == ParameterRole.Destination).Select(leaf => leaf.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
