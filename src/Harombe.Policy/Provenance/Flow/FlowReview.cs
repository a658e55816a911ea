using System.Text.Json;
using Harombe.Policy.Provenance.Intent;
using Harombe.Policy.Provenance.Sources;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>
/// Follows the data of one call: does the user's prompt ask for this effect, and does it vouch for every value that decides where the effect lands? The
/// prompt is the human's word in the rule of two (outside content read, private data read, an effect): what it doesn't vouch for needs a new one. Pure.
/// </summary>
internal static class FlowReview
{
    public static FlowFinding Of(ToolProfile tool, JsonElement arguments, SessionText session)
    {
        if (tool.OnlyReads)
        {
            return new FlowFinding(true, [], session.IsMarked);
        }

        if (session.Prompts.Count == 0)
        {
            return new FlowFinding(false, [new FlowConcern("flow.prompt", "", Origin.Nowhere, "No prompt of the user's is known that could vouch for it.")], session.IsMarked);
        }

        var vouching = new Vouching(session, Current(session));
        var leaves = Leaf.Of(tool, arguments);
        var concerns = new List<FlowConcern>();
        if (!tool.Has(Effect.Fetch) && ActionReview.Concern(tool, leaves, vouching) is { } unasked)
        {
            concerns.Add(unasked);
        }

        foreach (var leaf in leaves)
        {
            if (ValueReview.Concern(tool, leaf, leaves, vouching, session) is { } concern)
            {
                concerns.Add(concern);
            }
        }

        concerns.AddRange(ContentReview.Concerns(tool, leaves, vouching, session));
        if (TimeReview.Concern(tool, leaves, vouching) is { } day)
        {
            concerns.Add(day);
        }

        if (RepeatReview.Concern(tool, leaves, vouching.Intent, session) is { } again)
        {
            concerns.Add(again);
        }

        return new FlowFinding(concerns.Count == 0, [.. concerns], session.IsMarked);
    }

    // What the user said last is what is to be done now; a bare "yes, go on" goes with what it answers.
    private static PromptIntent Current(SessionText session)
    {
        var last = PromptIntent.Of(session.Prompts[^1]);
        return session.Prompts.Count > 1 && last.Effects == Effect.Unknown && last.Words.Count <= 4
            ? PromptIntent.Of($"{session.Prompts[^2]}\n{session.Prompts[^1]}")
            : last;
    }
}
