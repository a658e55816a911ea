namespace Harombe.Policy.Approvals.Previews;

/// <summary>
/// What helps to judge a question, besides its exact arguments: all of it is made when somebody looks, bounded, without secrets, and with nothing in it that can't
/// be seen. It is advice: what is answered is the exact call.
/// </summary>
/// <param name="Change">What the call would change, where that can be told.</param>
/// <param name="DryRun">What the tool itself says it would do, where it offers to.</param>
/// <param name="Origins">Where values come from.</param>
/// <param name="New">What differs from the calls of this tool that ran before.</param>
/// <param name="Decoded">What values hold in another form: base64, hex, percent signs, JSON within a text.</param>
/// <param name="Odd">Characters that can't be seen, or pass for others.</param>
internal sealed record Preview(
    PreviewChange? Change, PreviewChange? DryRun, IReadOnlyList<PreviewOrigin> Origins, IReadOnlyList<string> New, IReadOnlyList<PreviewNote> Decoded, IReadOnlyList<PreviewNote> Odd)
{
    public bool IsEmpty => Change is null && DryRun is null && Origins.Count == 0 && New.Count == 0 && Decoded.Count == 0 && Odd.Count == 0;
}

/// <summary>What would change.</summary>
/// <param name="What">In a sentence.</param>
/// <param name="Lines">Lines that begin with <c>+</c>, <c>-</c>, a space, or <c>@</c> for a gap.</param>
/// <param name="LeftOut">How many lines of the difference are not shown.</param>
internal sealed record PreviewChange(string What, IReadOnlyList<string> Lines, int LeftOut);

/// <summary>Where a value comes from.</summary>
internal sealed record PreviewOrigin(string Argument, string Origin, string Says);

/// <summary>Something about one argument.</summary>
/// <param name="Argument">Its path.</param>
/// <param name="Says">What.</param>
/// <param name="LeftOut">How many characters of it are not shown.</param>
internal sealed record PreviewNote(string Argument, string Says, int LeftOut = 0);
