using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>Whether a grant covers a call, as the call and the policy are now. Thread-safe.</summary>
internal sealed class GrantFit(ApprovalSeals seals)
{
    /// <summary>A question can be answered beforehand; a denial can't, nor what is critical, nor what needs several people or each call by itself.</summary>
    public static bool CanBeDischarged(Decision decision) =>
        decision is { Verdict: Verdict.Ask, Risk: Risk.Low or Risk.Medium or Risk.High, Terms: { Asks.Length: > 0, Meaning.Length: > 0, Demand: { Quorum: 1, Once: false } } };

    public bool IsSealed(StoredGrant stored) => ApprovalSeals.AreSame(stored.Seal, seals.Grant(stored.Grant));

    public bool Covers(Grant grant, ToolCall call, Decision decision) =>
        CanBeDischarged(decision)
        && grant.Tool == call.Tool.Name
        && grant.Definition == call.Tool.Fingerprint
        && grant.Principal == call.Principal.Id
        && (grant.Session is not { } session || session == call.Session)
        && grant.Meaning == decision.Terms!.Meaning // not null: it can be discharged
        && grant.Risk is Risk.Low or Risk.Medium or Risk.High && decision.Risk <= grant.Risk
        && decision.Terms.Asks.All(ask => grant.Asks.Contains(ask))
        && ArgumentPattern.TryParse(grant.Pattern, out var pattern, out _) && pattern.Fits(call.Arguments.Value);
}
