using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.HostTests.Upstreams;

public sealed class RateTests
{
    [Fact]
    public async Task Who_calls_a_tool_too_often_is_told_why_and_for_how_long_to_wait_by_whatever_face()
    {
        await using var host = await UpstreamHost.StartAsync(yaml: "limits: { rates: { 'docs__*': 2/1h, '*': 100/1s } }\n");
        var server = await host.AddAsync("docs", entry => entry["tools"] = new JsonObject { ["echo"] = new JsonObject { ["reads"] = true }, ["process"] = new JsonObject { ["reads"] = true } });
        var other = new Principal(new PrincipalId("other"), TokenKinds.Caller, ToolScope.Everything);

        await host.TextAsync("docs__echo");
        var second = await RawCall.SendAsync(host, await host.Owner.IssueAsync("tester", "caller", ["*"]), "docs__echo", "hi", [], []);
        var third = await host.ReasonAsync("docs__echo");

        Assert.False((bool?)second[^1]["result"]!["isError"]);
        Assert.Equal("rate.limit", third.Rule);
        Assert.Matches("^'tester' may call docs__echo 2 times in 3600 s and has done so\\. It may again in 1[78][0-9][0-9] s\\.$", third.Message);
        Assert.Contains(" s, then call again.", third.Remedy, StringComparison.Ordinal);
        // Of others, and of other tools, nothing was counted.
        Assert.IsType<CallResult.Completed>(await host.CallAsync("docs__echo", by: other));
        Assert.IsType<CallResult.Completed>(await host.CallAsync("docs__process"));
        Assert.Equal(3, server.Calls("echo").Count);
        Assert.Equal("rate.limit", Assert.Single(await host.Owner.AuditAsync("call.stopped")).GetProperty("reason").GetProperty("rule").GetString());
    }
}
