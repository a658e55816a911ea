using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;

namespace Harombe.Policy.Approvals.Quorums;

/// <summary>Counts the people who said yes. One person is counted once, with however many principals and tokens. Thread-safe.</summary>
internal sealed class QuorumCheck(ApprovalSeals seals)
{
    /// <summary>How many different people have said yes, by what is sealed.</summary>
    public int Count(StoredApproval stored) => stored.Yeses
        .Where(yes => ApprovalSeals.AreSame(yes.Seal, seals.Endorsement(stored.Approval, yes)))
        .Select(yes => AnswerDemand.PersonOf(yes.By))
        .Distinct(StringComparer.Ordinal)
        .Count();

    public bool IsMet(StoredApproval stored) => stored.Approval.Terms is not { Demand.Quorum: > 1 and var wanted } || Count(stored) >= wanted;

    /// <summary>Null unless a yes stands that too few people gave.</summary>
    public Reason? Refuse(StoredApproval stored) =>
        stored.Approval.State != ApprovalState.Approved || IsMet(stored) ? null : ApprovalReasons.Mismatch("fewer people said yes than must");
}
