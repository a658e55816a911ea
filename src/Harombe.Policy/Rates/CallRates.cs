using System.Collections.Immutable;
using System.Threading.RateLimiting;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Rates;

/// <summary>
/// Counts the calls of each principal and tool against <c>limits.rates</c>. Each has a bucket that fills evenly, so that whoever waits for as long as a refusal
/// says is let through. Buckets that are full again are forgotten. Thread-safe.
/// </summary>
internal sealed class CallRates(IOptions<PolicyOptions> options) : IDisposable
{
    private readonly ImmutableArray<Limit> limits = [.. options.Value.Rates.Select(rate => new Limit(rate, new ToolGlob(rate.Tools), Limiter(rate)))];

    /// <summary>Takes a call; or says by which rate it is too many, and for how long.</summary>
    public (CallRate Rate, TimeSpan Wait)? Take(PrincipalId principal, ToolName tool)
    {
        foreach (var (rate, glob, limiter) in limits)
        {
            if (!glob.Covers(tool.Value))
            {
                continue;
            }

            using var lease = limiter.AttemptAcquire((principal, tool.Value));
            if (!lease.IsAcquired)
            {
                return (rate, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : rate.Span / rate.Calls);
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var limit in limits)
        {
            limit.Limiter.Dispose();
        }
    }

    private static PartitionedRateLimiter<(PrincipalId Principal, string Tool)> Limiter(CallRate rate) =>
        PartitionedRateLimiter.Create<(PrincipalId Principal, string Tool), (PrincipalId, string)>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Calls,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = rate.Span / rate.Calls,
            QueueLimit = 0,
        }));

    private sealed record Limit(CallRate Rate, ToolGlob Glob, PartitionedRateLimiter<(PrincipalId Principal, string Tool)> Limiter);
}
