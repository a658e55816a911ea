namespace Harombe.Policy;

/// <summary>What an operator can set of policy and approvals. Checked at start.</summary>
public sealed class PolicyOptions
{
    /// <summary>How many bytes <see cref="SealKey"/> must have.</summary>
    public const int SealKeyLength = 32;

    /// <summary>
    /// Seals questions and answers in the store. Kept over restarts and outside the store, the same on every host that uses it; with a new key every open
    /// question must be asked again.
    /// </summary>
    public ReadOnlyMemory<byte> SealKey { get; set; }

    /// <summary>What holds where no rule matches: <c>policy.profile</c>.</summary>
    public PolicyProfile Profile { get; set; } = PolicyProfile.Cautious;

    /// <summary>The folder with the operator's rules, <c>policy.d</c>; none where it is null or doesn't exist.</summary>
    public string? Folder { get; set; }

    /// <summary>The configuration file whose <c>policy.rules</c> count besides; none where it is null or doesn't exist.</summary>
    public string? File { get; set; }

    /// <summary>
    /// How long an interactive question stands, whatever its risk: <c>security.hitl.timeout</c>. Null keeps 30, 60 and 120 seconds for low, medium,
    /// and high or critical risk.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>How long a deferred question stands: <c>approvals.deferred_timeout</c>.</summary>
    public TimeSpan DeferredTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The most that <see cref="LongestGrant"/> can be.</summary>
    public static readonly TimeSpan MostOfGrants = TimeSpan.FromDays(90);

    /// <summary>How long a standing answer lasts at most: <c>approvals.longest_grant</c>.</summary>
    public TimeSpan LongestGrant { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many different people must say yes to a call of critical risk: <c>approvals.critical_quorum</c>.</summary>
    public int CriticalQuorum { get; set; } = 1;

    /// <summary>How long a reviewer may take to look at a call, where there is one: <c>policy.reviewer_timeout</c>.</summary>
    public TimeSpan ReviewerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Where approvers are told of questions: <c>approvers.*</c>.</summary>
    public IList<ApproverChannel> Approvers { get; } = [];

    /// <summary>The address under which approvers reach this host; without one nobody is told.</summary>
    public Func<Uri>? LinkBase { get; set; }

    /// <summary>How often a principal may call a tool: <c>limits.rates</c>. All that cover a tool hold.</summary>
    public IList<CallRate> Rates { get; } = [];

    /// <summary>How many questions of one principal may wait at a time. Further calls are refused, so that nobody is flooded into clicking yes.</summary>
    public int MaxWaiting { get; set; } = 200;
}
