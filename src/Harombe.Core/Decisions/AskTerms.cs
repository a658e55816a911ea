using System.Collections.Immutable;

namespace Harombe.Core.Decisions;

/// <summary>What a question to people must carry, worked out with the decision that asks. Immutable.</summary>
/// <param name="Asks">Every rule that would have asked by itself, the first of which the decision names. Whoever discharges one of them has not discharged the others.</param>
/// <param name="Meaning">Changes whenever a rule about the tool does, or what holds where none matches: a standing answer given under another meaning is none.</param>
/// <param name="Demand">Who may answer, and how many must.</param>
/// <param name="Origins">Where the values that matter come from.</param>
public sealed record AskTerms(ImmutableArray<string> Asks, string Meaning, AnswerDemand Demand, ImmutableArray<ValueOrigin> Origins);

/// <summary>Who may answer a question, and how many people must say yes. One no is enough for a no.</summary>
/// <param name="Quorum">How many different people must say yes.</param>
/// <param name="By">Each is a list of patterns of principals, of which one must cover whoever answers; none lets every approver.</param>
/// <param name="OwnBarred">Whether a person can't answer for a call that is their own, also not with another of their principals: see <see cref="PersonOf"/>.</param>
/// <param name="Once">Whether the answer is good for this one call only, and can't be given for more.</param>
public sealed record AnswerDemand(int Quorum, ImmutableArray<ImmutableArray<string>> By, bool OwnBarred, bool Once)
{
    /// <summary>One approver, whoever it is.</summary>
    public static AnswerDemand Anybody { get; } = new(1, [], false, false);

    /// <summary>
    /// The person behind a principal: its name up to the first dot. <c>owner</c> and <c>owner.chat</c>, <c>ann</c> and <c>ann.phone</c> are one person each; two
    /// names without a dot between them are two people, so whoever issues tokens says who is who.
    /// </summary>
    public static string PersonOf(Principals.PrincipalId principal) => principal.Value.Split('.')[0];
}

/// <summary>Where a value of the call comes from, for the one who answers.</summary>
/// <param name="Path">The argument; empty for the call as a whole.</param>
/// <param name="Origin"><c>nowhere</c>, <c>outside</c>, <c>own</c> or <c>prompt</c>.</param>
/// <param name="Rule">The rule of flow that stopped at it.</param>
/// <param name="Says">In a sentence, which quotes no value.</param>
public sealed record ValueOrigin(string Path, string Origin, string Rule, string Says);
