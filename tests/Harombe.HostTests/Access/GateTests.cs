using System.Net.Http.Headers;
using System.Text;

namespace Harombe.HostTests.Access;

/// <summary>Who gets through the gate, and to what.</summary>
public sealed class GateTests : IAsyncLifetime
{
    private OpenHost host = null!;

    public async Task InitializeAsync() => host = await OpenHost.StartAsync(("HAROMBE__SERVER__ALLOWED_ORIGINS", "https://pages.example"));

    public async Task DisposeAsync() => await host.DisposeAsync();

    // kind, method, path, the rule that refuses; none where it is let through
    public static TheoryData<string, string, string, string> Doors => new()
    {
        { "nobody", "GET", "/healthz", "" },
        { "nobody", "GET", "/sign-in", "" },
        { "nobody", "GET", "/readyz", "access.token" },
        { "nobody", "GET", "/tools", "access.token" },
        { "nobody", "GET", "/chat", "access.token" },
        { "nobody", "POST", "/chat", "access.token" },
        { "nobody", "POST", "/mcp", "access.token" },
        { "nobody", "GET", "/approvals", "access.token" },
        { "nobody", "GET", "/audit", "access.token" },
        { "nobody", "GET", "/tokens", "access.token" },
        { "nobody", "POST", "/admin/stop", "access.token" },
        { "nobody", "GET", "/no/such/path", "access.token" },
        { "caller", "GET", "/readyz", "" },
        { "caller", "GET", "/tools", "" },
        { "caller", "GET", "/chat", "" },
        { "caller", "GET", "/approvals", "" },
        { "caller", "GET", "/audit", "access.kind" },
        { "caller", "GET", "/audit/head", "access.kind" },
        { "caller", "GET", "/tokens", "access.kind" },
        { "caller", "POST", "/tokens", "access.kind" },
        { "caller", "POST", "/tokens/link", "access.kind" },
        { "caller", "DELETE", "/tokens/owner", "access.kind" },
        { "caller", "POST", "/admin/stop", "access.kind" },
        { "approver", "GET", "/approvals", "" },
        { "approver", "GET", "/audit", "" },
        { "approver", "GET", "/chat", "access.kind" },
        { "approver", "POST", "/chat", "access.kind" },
        { "approver", "POST", "/chat/stream", "access.kind" },
        { "approver", "POST", "/mcp", "access.kind" },
        { "approver", "GET", "/mcp", "access.kind" },
        { "approver", "GET", "/tokens", "access.kind" },
        { "approver", "POST", "/admin/stop", "access.kind" },
        { "owner", "GET", "/chat", "" },
        { "owner", "GET", "/approvals", "" },
        { "owner", "GET", "/audit", "" },
        { "owner", "GET", "/tokens", "" },
        { "owner", "POST", "/mcp", "access.kind" },
        { "owner", "GET", "/mcp", "access.kind" },
        { "owner", "DELETE", "/mcp", "access.kind" },
    };

    [Theory, MemberData(nameof(Doors))]
    public async Task A_token_opens_what_its_kind_is_for(string kind, string method, string path, string rule)
    {
        using var who = kind switch
        {
            "nobody" => host.Owner.As(null),
            "owner" => host.Owner.As(host.Owner.Token),
            _ => await host.IssueAsync("somebody", kind),
        };

        var answer = await host.SendAsync(who, method, path);

        Assert.Equal(rule, answer.Rule);
        Assert.Equal(rule switch { "access.token" => 401, "access.kind" => 403, _ => 200 }, answer.Status);
    }

    // Schemes and forms in which a token doesn't count; {0} is a good token, {1} what is stored of it
    [Theory]
    [InlineData("Authorization", "Basic {0}")]
    [InlineData("Authorization", "{0}")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Bearer {0}x")]
    [InlineData("Authorization", "Bearer x{0}")]
    [InlineData("Authorization", "Bearer {0},{0}")]
    [InlineData("Authorization", "Bearer {1}")]
    [InlineData("Authorization", "Bearer ' OR 1=1 --")]
    [InlineData("X-Api-Key", "{0}")]
    [InlineData("Cookie", "token={0}")]
    [InlineData("Cookie", "harombe={1}")]
    [InlineData("Cookie", "harombe=\"{0}\"")]
    public async Task A_token_in_another_form_is_none(string header, string value)
    {
        using var ide = await host.IssueAsync("ide", "caller");
        var token = ide.Token!; // not null: it was issued
        using var nobody = host.Owner.As(null);
        var written = value.Replace("{0}", token, StringComparison.Ordinal).Replace("{1}", Harombe.Host.Access.AccessToken.Hash(token), StringComparison.Ordinal);

        Assert.Equal("access.token", (await host.SendAsync(nobody, "GET", "/tools", null, (header, written))).Rule);
        Assert.Equal("access.token", (await host.SendAsync(nobody, "GET", $"/tools?access_token={token}&token={token}")).Rule);
        Assert.Equal(200, (await host.SendAsync(nobody, "GET", "/tools", null, ("Authorization", $"bearer {token}"))).Status);
    }

    [Theory]
    [InlineData("Host", "evil.com", "access.host")]
    [InlineData("Host", "127.0.0.1.evil.com", "access.host")]
    [InlineData("Host", "localhost.", "access.host")]
    [InlineData("Host", "2130706433", "access.host")]
    [InlineData("Origin", "http://evil.com", "access.origin")]
    [InlineData("Origin", "null", "access.origin")]
    public async Task A_good_token_does_not_help_a_request_from_elsewhere(string header, string value, string rule)
    {
        foreach (var (method, path) in new[] { ("GET", "/healthz"), ("GET", "/sign-in"), ("GET", "/tools"), ("POST", "/chat"), ("POST", "/mcp"), ("GET", "/no/such/path") })
        {
            var answer = await host.SendAsync(host.Owner, method, path, null, (header, value));
            Assert.Equal((403, rule), (answer.Status, answer.Rule));
        }
    }

    [Fact]
    public async Task Of_two_origins_ours_does_not_cover_the_other()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/tools");
        request.Headers.TryAddWithoutValidation("Origin", [host.Origin, "http://evil.com"]);
        using var response = await host.Owner.SendAsync(request);
        Assert.Equal(403, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("https://pages.example", 200)]
    [InlineData("https://pages.example.evil.com", 403)]
    public async Task An_allowed_origin_may_call(string origin, int status) =>
        Assert.Equal(status, (await host.SendAsync(host.Owner, "GET", "/tools", null, ("Origin", origin))).Status);

    [Fact]
    public async Task A_caller_sees_and_calls_the_tools_of_its_scope_only()
    {
        using var guest = await host.IssueAsync("guest", "caller", ["clock.*"]);

        var tools = await guest.GetAsync("/tools");
        Assert.All(tools.EnumerateArray(), tool => Assert.StartsWith("clock.", tool.GetProperty("name").GetString(), StringComparison.Ordinal));
        Assert.NotEmpty(tools.EnumerateArray());
        var reply = await guest.ChatAsync("call files.read {\"path\":\"a.txt\"}");
        Assert.Contains("there is no tool files.read", reply.GetProperty("message").GetString(), StringComparison.Ordinal);
        var answer = await McpAsync(guest, "files_read", """{"path":"a.txt"}""");
        Assert.True(answer.Text.Contains("\"isError\":true", StringComparison.Ordinal) || answer.Text.Contains("\"error\"", StringComparison.Ordinal), answer.Text);
        Assert.Empty(await host.Owner.AuditAsync("call.intent"));
    }

    private Task<Answer> McpAsync(Testing.HostApi who, string tool, string arguments)
    {
        var body = new StringContent(
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"} } }""",
            Encoding.UTF8,
            new MediaTypeHeaderValue("application/json"));
        return host.SendAsync(
            who, "POST", "/mcp", body, ("Accept", "text/event-stream"), ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool));
    }
}
