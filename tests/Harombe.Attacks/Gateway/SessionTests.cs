using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Harombe.HostTests.Upstreams;
using Harombe.Testing;

namespace Harombe.Attacks.Gateway;

/// <summary>As a principal of the same host who has come by the id of another's session.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}""";
    private UpstreamHost host = null!;
    private string hers = "";
    private string mine = "";
    private string session = "";

    public async Task InitializeAsync()
    {
        host = await UpstreamHost.StartAsync();
        hers = await host.Owner.IssueAsync("alice", "caller", ["*"]);
        mine = await host.Owner.IssueAsync("mallory", "caller", ["*"]);
        using var opened = await SendAsync(HttpMethod.Post, hers, null, Initialize);
        session = opened.Headers.GetValues("Mcp-Session-Id").Single();
        using var _ = await SendAsync(HttpMethod.Post, hers, session, """{"jsonrpc":"2.0","method":"notifications/initialized"}""");
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task I_speak_in_her_session_listen_to_it_and_end_it()
    {
        foreach (var (method, body) in new[]
        {
            (HttpMethod.Post, """{"jsonrpc":"2.0","id":2,"method":"tools/list"}"""),
            (HttpMethod.Post, """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"clock_now","arguments":{}}}"""),
            (HttpMethod.Post, """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}"""),
            (HttpMethod.Post, """{"jsonrpc":"2.0","id":1,"result":{"action":"accept","content":{"decision":"allow"}}}"""),
            (HttpMethod.Get, ""),
            (HttpMethod.Delete, ""),
        })
        {
            using var refused = await SendAsync(method, mine, session, body);
            Assert.True(refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{method} {body}: {refused.StatusCode}");
        }

        using var alive = await SendAsync(HttpMethod.Post, hers, session, """{"jsonrpc":"2.0","id":4,"method":"tools/list"}""");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Empty(await host.Owner.AuditAsync("call.intent"));
    }

    [Fact]
    public async Task I_speak_in_her_session_after_her_token_was_taken_away()
    {
        using var listed = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/tokens"));
        var hash = JsonNode.Parse(await listed.Content.ReadAsStringAsync())!.ToJsonString();
        var id = IdOf(hash, "alice");
        using var revoked = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/tokens/{id}"));
        Assert.True(revoked.IsSuccessStatusCode, await revoked.Content.ReadAsStringAsync());

        using var refused = await SendAsync(HttpMethod.Post, hers, session, """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task I_take_her_session_along_into_another_revision()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Owner.Url, "/mcp"))
        {
            Content = new StringContent(
                """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"harombe_approval","arguments":{"id":"apr_x"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}""",
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", mine);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        foreach (var (name, value) in new[] { ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "harombe_approval"), ("Mcp-Session-Id", session) })
        {
            request.Headers.Add(name, value);
        }

        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(!response.IsSuccessStatusCode || text.Contains("approval.unknown", StringComparison.Ordinal), text);
    }

    [Fact]
    public async Task I_guess_sessions()
    {
        foreach (var guess in new[] { session[..^1] + (session[^1] == 'A' ? 'B' : 'A'), session + session, session + " ", "", "1", new string('A', 8000) })
        {
            using var response = await SendAsync(HttpMethod.Post, mine, guess, """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""");
            Assert.False(response.IsSuccessStatusCode, guess);
        }
    }

    [Fact]
    public async Task I_open_so_many_sessions_that_there_is_no_room_for_hers()
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 1500; i++)
        {
            using var opened = await SendAsync(HttpMethod.Post, mine, null, Initialize);
            answers.Add(opened.StatusCode);
        }

        using var alive = await SendAsync(HttpMethod.Post, hers, session, """{"jsonrpc":"2.0","id":4,"method":"tools/list"}""");

        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    private static string IdOf(string tokens, string principal)
    {
        var all = JsonNode.Parse(tokens) switch { JsonArray array => array, JsonObject form => form.First(member => member.Value is JsonArray).Value!.AsArray(), _ => [] }; // not null: it is a list
        return all.First(one => (string?)one!["principal"] == principal)!["id"]!.ToString(); // not null: she has a token
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string token, string? within, string body)
    {
        using var http = new HttpClient();
        var request = new HttpRequestMessage(method, new Uri(host.Owner.Url, "/mcp")) { Content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd(method == HttpMethod.Get ? "text/event-stream" : "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        if (within is not null)
        {
            request.Headers.TryAddWithoutValidation("Mcp-Session-Id", within);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response;
    }
}
