using Harombe.Policy;

namespace Harombe.Tests.Policy.Approvals;

public sealed class PolicyOptionsTests
{
    public static TheoryData<PolicyOptions, string?> Table => new()
    {
        { new PolicyOptions(), null },
        { new PolicyOptions { Timeout = TimeSpan.FromSeconds(30) }, null },
        { new PolicyOptions { Timeout = TimeSpan.Zero }, "security.hitl.timeout" },
        { new PolicyOptions { Timeout = TimeSpan.FromSeconds(-1) }, "security.hitl.timeout" },
        { new PolicyOptions { Timeout = TimeSpan.FromDays(2) }, "security.hitl.timeout" },
        { new PolicyOptions { DeferredTimeout = TimeSpan.FromSeconds(1) }, "approvals.deferred_timeout" },
        { new PolicyOptions { DeferredTimeout = TimeSpan.MaxValue }, "approvals.deferred_timeout" },
        { new PolicyOptions { MaxWaiting = 0 }, "approvals.max_waiting" },
    };

    [Fact]
    public void A_key_that_is_missing_or_short_stops_the_start()
    {
        Assert.Contains("SealKey", new PolicyOptionsValidator().Validate(null, new PolicyOptions()).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("SealKey", new PolicyOptionsValidator().Validate(null, new PolicyOptions { SealKey = new byte[16] }).FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Options_that_do_not_hold_name_their_key(PolicyOptions options, string? key)
    {
        options.SealKey = PolicyHost.Key;
        var result = new PolicyOptionsValidator().Validate(null, options);

        Assert.Equal(key is not null, result.Failed);
        Assert.Contains(key ?? "", result.FailureMessage ?? "", StringComparison.Ordinal);
    }
}
