using Harombe.Core.Tools;

namespace Harombe.Core.Decisions;

/// <summary>What policy says of a call. The zero value denies.</summary>
public enum Verdict
{
    /// <summary>It doesn't happen.</summary>
    Deny = 0,

    /// <summary>A person must say yes to this exact call.</summary>
    Ask = 1,

    /// <summary>It may run.</summary>
    Allow = 2,
}

/// <summary>A decision and why it came out so.</summary>
/// <param name="Verdict">Deny, ask or allow.</param>
/// <param name="Rule">The rule that decided, as a stable name.</param>
/// <param name="Risk">How much harm the call could do; the approver sees it and it sets how long the question stands.</param>
/// <param name="Message">One sentence of reason.</param>
/// <param name="Remedy">What would have allowed it.</param>
/// <param name="PolicyVersion">The version of the policy snapshot that decided.</param>
public sealed record Decision(Verdict Verdict, string Rule, Risk Risk, string Message, string Remedy, string PolicyVersion)
{
    /// <summary>
    /// What the rule looked at besides the call itself, by name: recorded with the decision, so that it can be made again. Nothing secret.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Inputs { get; init; }

    /// <summary>Of a decision that asks: what the question must carry. Without it the answer is good for one call, of any approver.</summary>
    public AskTerms? Terms { get; init; }
}
