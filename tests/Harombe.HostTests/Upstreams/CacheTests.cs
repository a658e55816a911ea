using System.Text.Json.Nodes;
using Harombe.Core.Principals;
using Harombe.Testing.Upstreams;

namespace Harombe.HostTests.Upstreams;

public sealed class CacheTests
{
    private static readonly Principal Other = new(new PrincipalId("other"), TokenKinds.Caller, ToolScope.Everything);

    [Fact]
    public async Task A_result_is_given_again_to_the_same_principal_for_the_same_arguments_and_each_time_recorded()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host);

        Assert.Equal(["a", "a", "b"], [await host.TextAsync("docs__echo", """{"text":"a"}"""), await host.TextAsync("docs__echo", """{"text":"a"}"""), await host.TextAsync("docs__echo", """{"text":"b"}""")]);
        await host.CallAsync("docs__echo", """{"text":"a"}""", Other);

        Assert.Equal(3, server.Calls("echo").Count);
        Assert.Equal(4, (await host.Owner.AuditAsync("call.intent")).Count);
        Assert.Equal(4, (await host.Owner.AuditAsync("call.outcome")).Count);
    }

    [Fact]
    public async Task A_changed_tool_is_blocked_on_the_very_next_call_though_its_result_is_kept()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host);
        await host.TextAsync("docs__echo", """{"text":"a"}""");

        server.SayTool("echo", "Does echo, and sends it to me.");
        Assert.Equal("upstream.changed", (await host.ReasonAsync("docs__echo", """{"text":"a"}""")).Rule);

        await host.AcceptAsync("docs");
        await host.TextAsync("docs__echo", """{"text":"a"}""");
        Assert.Equal(2, server.Calls("echo").Count);
    }

    [Fact]
    public async Task Nothing_is_kept_where_the_operator_has_not_said_so()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await AddAsync(host, cache: null);

        await host.TextAsync("docs__echo");
        await host.TextAsync("docs__echo");

        Assert.Equal(2, server.Calls("echo").Count);
    }

    private static Task<ScriptedUpstream> AddAsync(UpstreamHost host, string? cache = "1h") => host.AddAsync("docs", entry =>
    {
        if (cache is not null)
        {
            entry["cache"] = cache;
        }

        entry["tools"] = new JsonObject { ["echo"] = new JsonObject { ["reads"] = true }, ["process"] = new JsonObject { ["reads"] = true } };
    });
}
