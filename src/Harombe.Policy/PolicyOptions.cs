using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Harombe.Policy;

/// <summary>What an operator can set of policy and approvals. Checked at start.</summary>
public sealed class PolicyOptions
{
    /// <summary>
    /// How long an interactive question stands, whatever its risk: <c>security.hitl.timeout</c>. Null keeps 30, 60 and 120 seconds for low, medium,
    /// and high or critical risk.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "security.hitl.timeout must be between one second and one day.")]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How long a deferred question stands: <c>approvals.deferred_timeout</c>.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "approvals.deferred_timeout must be between one minute and 30 days.")]
    public TimeSpan DeferredTimeout { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many questions of one principal may wait at a time. Further calls are refused, so that nobody is flooded into clicking yes.</summary>
    [Range(1, 10_000, ErrorMessage = "approvals.max_waiting must be between 1 and 10000.")]
    public int MaxWaiting { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class PolicyOptionsValidator : IValidateOptions<PolicyOptions>;
