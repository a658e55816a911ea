using Microsoft.Extensions.Options;

namespace Harombe.Policy;

/// <summary>Checks the options at start. By hand: generated range checks drop the message that names the key of the configuration.</summary>
internal sealed class PolicyOptionsValidator : IValidateOptions<PolicyOptions>
{
    public ValidateOptionsResult Validate(string? name, PolicyOptions options)
    {
        var faults = new List<string>();
        if (options.SealKey.Length != PolicyOptions.SealKeyLength)
        {
            faults.Add($"{nameof(PolicyOptions.SealKey)} must have {PolicyOptions.SealKeyLength} bytes: set it in AddHarombePolicy, from a file of its own.");
        }

        if (options.Timeout is { } timeout && (timeout < TimeSpan.FromSeconds(1) || timeout > TimeSpan.FromDays(1)))
        {
            faults.Add("security.hitl.timeout must be between one second and one day; leave it out for 30, 60 and 120 seconds by risk.");
        }

        if (options.DeferredTimeout < TimeSpan.FromMinutes(1) || options.DeferredTimeout > TimeSpan.FromDays(30))
        {
            faults.Add("approvals.deferred_timeout must be between one minute and 30 days; the default is 24 hours.");
        }

        if (options.MaxWaiting is < 1 or > 10_000)
        {
            faults.Add("approvals.max_waiting must be between 1 and 10000; the default is 200.");
        }

        if (options.LongestGrant < TimeSpan.FromMinutes(1) || options.LongestGrant > PolicyOptions.MostOfGrants)
        {
            faults.Add("approvals.longest_grant must be between one minute and 90 days; the default is 30 days.");
        }

        if (options.CriticalQuorum is < 1 or > 10)
        {
            faults.Add("approvals.critical_quorum must be between 1 and 10; the default is 1.");
        }

        if (options.Rates.Any(rate => rate.Calls < 1 || rate.Span < TimeSpan.FromSeconds(1) || rate.Span > TimeSpan.FromDays(1)))
        {
            faults.Add("limits.rates must let through at least one call, in one second to one day.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
