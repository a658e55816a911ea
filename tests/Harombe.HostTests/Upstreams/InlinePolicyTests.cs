namespace Harombe.HostTests.Upstreams;

/// <summary>Rules that stand in harombe.yaml itself.</summary>
public sealed class InlinePolicyTests
{
    [Fact]
    public async Task Rule_in_the_configuration_decides()
    {
        await using var host = await UpstreamHost.StartAsync(yaml: "policy:\n  rules:\n    - { name: no-clocks, effect: deny, reason: Time is a secret, match: { tool: 'clock.*' } }\n");
        var reason = await host.ReasonAsync("clock.now");
        Assert.Equal("no-clocks", reason.Rule);
        Assert.Contains("Time is a secret", reason.Message, StringComparison.Ordinal);
        Assert.Contains("harombe.yaml:5", reason.Remedy, StringComparison.Ordinal);
    }
}
