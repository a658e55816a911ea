using System.Collections.Immutable;
using Harombe.Policy;

namespace Harombe.Host.Configuration;

/// <summary>How long questions stay open. Each one that runs out is denied.</summary>
internal sealed record ApprovalsConfiguration(TimeSpan DeferredTimeout, InteractiveTimeouts Interactive, TimeSpan LongestGrant, int CriticalQuorum, ImmutableArray<ApproverChannel> Approvers, Uri? LinkBase)
{
    public static ApprovalsConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<TimeSpan>(ConfigurationKeys.ApprovalsDeferredTimeout),
        effective.Has(ConfigurationKeys.SecurityHitlTimeout)
            ? InteractiveTimeouts.Same(effective.Value<TimeSpan>(ConfigurationKeys.SecurityHitlTimeout))
            : InteractiveTimeouts.ByRisk,
        effective.Value<TimeSpan>(ConfigurationKeys.ApprovalsLongestGrant),
        effective.Value<int>(ConfigurationKeys.ApprovalsCriticalQuorum),
        ApproverKeys.From(effective),
        effective.Has(ApproverKeys.LinkBase) ? effective.Value<Uri>(ApproverKeys.LinkBase) : null);
}

/// <summary>Time to answer while somebody waits, by risk; critical calls get what high ones get.</summary>
internal sealed record InteractiveTimeouts(TimeSpan Low, TimeSpan Medium, TimeSpan High)
{
    /// <summary>The promised 30, 60 and 120 seconds.</summary>
    public static InteractiveTimeouts ByRisk { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120));

    /// <summary>One time for every risk: what <c>security.hitl.timeout</c> asks for.</summary>
    public static InteractiveTimeouts Same(TimeSpan time) => new(time, time, time);
}
