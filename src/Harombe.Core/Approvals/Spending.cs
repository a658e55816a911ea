using Harombe.Core.Calls;

namespace Harombe.Core.Approvals;

/// <summary>What became of the attempt to use an approval for a call. A closed family.</summary>
public abstract record Spending
{
    private Spending()
    {
    }

    /// <summary>It was approved, fits this call, and is used up now: durable before this value exists.</summary>
    public sealed record Spent(Approval Approval) : Spending;

    /// <summary>Nobody has answered yet.</summary>
    public sealed record Waiting(Approval Approval) : Spending;

    /// <summary>Denied, expired, spent before, or for another call.</summary>
    public sealed record Refused(Reason Reason) : Spending;
}
