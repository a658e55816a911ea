using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>Whether the prompt asks for an effect of this kind at all. Pure.</summary>
internal static class ActionReview
{
    private const Effect Severe = Effect.Delete | Effect.Pay | Effect.Credential | Effect.Run | Effect.Book | Effect.Expose;
    private static readonly char[] Currencies = ['$', '€', '£', '¥'];

    public static FlowConcern? Concern(ToolProfile tool, IReadOnlyList<Leaf> leaves, Vouching vouching)
    {
        var intent = vouching.Intent;
        var same = tool.OwnVerbs.Any(verb => intent.Verbs.Contains(verb));
        var covered = intent.Effects & tool.Effects;
        if (tool.Effects == Effect.Unknown ? !same : covered == Effect.Unknown && !same && !Placed(tool, leaves, vouching))
        {
            return Unasked("Nothing in what you asked calls for an effect of this kind.");
        }

        var severe = tool.Effects & Severe;
        if (!same && (severe & ~intent.Effects) != 0)
        {
            return Unasked($"You did not ask for anything that would {Word(severe & ~intent.Effects)}.");
        }

        var about = tool.Subjects == 0 || (intent.Subjects & tool.Subjects) != 0;
        if (tool.Has(Effect.Credential) && !about)
        {
            return Unasked("You did not speak of credentials.");
        }

        if (tool.Has(Effect.Expose) && !tool.Has(Effect.Grant) && !tool.OwnWords.Overlaps(intent.Words))
        {
            return Unasked("You did not speak of who may see or do what.");
        }

        if (tool.Has(Effect.Pay) && !about && intent.Text.IndexOfAny(Currencies) < 0)
        {
            return Unasked("You did not speak of money.");
        }

        if (!about && !tool.Has(Effect.Send | Effect.Grant | Effect.Run) && !Named(tool, leaves, vouching))
        {
            return Unasked("You asked for something of this kind, but about other things.");
        }

        return null;
    }

    // "Summarise it in notes.md": where it is to be is said, and with it that it is to be written.
    private static bool Placed(ToolProfile tool, IReadOnlyList<Leaf> leaves, Vouching vouching) => (tool.Effects & ~(Effect.Create | Effect.Change | Effect.Move)) == 0
        && leaves.Any(leaf => leaf.Role is ParameterRole.Identity or ParameterRole.NewName && vouching.InPrompt(leaf.Value) && vouching.Intent.Places(leaf.Value));

    // A thing that the prompt names needs no word for its kind: "add 'Retro with Kim' at ten".
    private static bool Named(ToolProfile tool, IReadOnlyList<Leaf> leaves, Vouching vouching) => leaves.Any(leaf =>
        (leaf.Role == ParameterRole.Destination && tool.Has(Effect.Delete) && vouching.InPrompt(leaf.Value)) ||
        (leaf.Role is ParameterRole.Content or ParameterRole.Identity && Words.Telling(leaf.Value) is { Count: > 0 and <= 8 } words
            && words.Count(vouching.Intent.Words.Contains) * 2 >= words.Count)
        || (leaf.Role == ParameterRole.Identity && vouching.Seen(leaf.Value).Any(field => Vouching.IsOwn(field, leaf.Value) && (vouching.Links(field.Record) || vouching.Asks(field.Source)))));

    private static FlowConcern Unasked(string sentence) => new("flow.unasked", "", Origin.Nowhere, sentence);

    private static string Word(Effect severe) => severe.HasFlag(Effect.Delete) ? "delete or end something"
        : severe.HasFlag(Effect.Credential) ? "change credentials" : severe.HasFlag(Effect.Pay) ? "move money"
        : severe.HasFlag(Effect.Book) ? "book something" : severe.HasFlag(Effect.Expose) ? "change who may see or do what" : "run code";
}
