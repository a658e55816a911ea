using System.Net.Http.Headers;
using System.Text.Json;

namespace Harombe.HostTests.WrongInput;

/// <summary>Whatever is sent: an answer that tells what is wrong, a host that lives on, and nothing changed.</summary>
public sealed class WrongRequestTests(SteadfastHost host) : IClassFixture<SteadfastHost>
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    // who, method, path, content type, body, status, rule
    public static TheoryData<string, string, string, string?, string?, int, string> Chat => new()
    {
        { "owner", "POST", "/chat", Json, "", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\"", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\"}}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{message:'list my tools'}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "[]", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "\"list my tools\"", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "null", 400, "chat.message" },
        { "owner", "POST", "/chat", Json, "{}", 400, "chat.message" },
        { "owner", "POST", "/chat", Json, "{\"message\":null}", 400, "chat.message" },
        { "owner", "POST", "/chat", Json, "{\"message\":5}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":[\"list my tools\"]}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"\"}", 400, "chat.message" },
        { "owner", "POST", "/chat", Json, "{\"message\":\" \\n\\t\"}", 400, "chat.message" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"\\ud800\"}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":5}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"sesion\":\"{idle}\"}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"message\":\"list files\"}", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":\"\"}", 404, "chat.session" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":\"ses_0\"}", 404, "chat.session" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":\"\\u0000\"}", 404, "chat.session" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":\"' OR 1=1 --\"}", 404, "chat.session" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":\"{foreign}\"}", 404, "chat.session" },
        { "ide", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":\"{idle}\"}", 404, "chat.session" },
        { "owner", "POST", "/chat", Json, "{\"message\":\"list my tools\",\"session\":\"{waiting}\"}", 409, "chat.busy" },
        { "owner", "POST", "/chat", Json, "@10 MB message", 413, "http.request" },
        { "owner", "POST", "/chat", Json, "@long message", 400, "chat.message" },
        { "owner", "POST", "/chat", Json, "@1,000 deep", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "@1,000 deep message", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "@invalid UTF-8 message", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "@null byte", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "@null bytes", 400, "chat.json" },
        { "owner", "POST", "/chat", Json, "@UTF-16", 400, "chat.json" },
        { "owner", "POST", "/chat", null, "{\"message\":\"list my tools\"}", 400, "chat.json" },
        { "owner", "POST", "/chat", null, null, 400, "chat.json" },
        { "owner", "POST", "/chat", "text/plain", "{\"message\":\"list my tools\"}", 400, "chat.json" },
        { "owner", "POST", "/chat", Form, "message=list+my+tools", 400, "chat.json" },
        { "owner", "POST", "/chat", "application/json; charset=utf-7", "{\"message\":\"list my tools\"}", 400, "chat.json" },
        { "owner", "POST", "/chat", "application/json; charset=no-such", "{\"message\":\"list my tools\"}", 400, "chat.json" },
        { "owner", "POST", "/chat/stream", Json, "{", 400, "chat.json" },
        { "owner", "POST", "/chat/stream", Json, "@10 MB message", 413, "http.request" },
        { "owner", "POST", "/chat/stream", Json, "{\"message\":\"list my tools\",\"session\":\"ses_0\"}", 404, "chat.session" },
        { "owner", "GET", "/chat/ses_0/stream", null, null, 404, "chat.session" },
        { "owner", "GET", "/chat/{foreign}/stream", null, null, 404, "chat.session" },
        { "owner", "GET", "/chat/..%2f..%2fstate.db/stream", null, null, 404, "chat.session" },
        { "owner", "GET", "/chat/{idle}/stream?after=x", null, null, 400, "chat.event-id" },
        { "owner", "GET", "/chat/{idle}/stream?after=-1", null, null, 400, "chat.event-id" },
        { "owner", "GET", "/chat/{idle}/stream?after=1.5", null, null, 400, "chat.event-id" },
        { "owner", "GET", "/chat/{idle}/stream?after=99999999999999999999", null, null, 400, "chat.event-id" },
        { "owner", "GET", "/chat/{idle}/stream?after=%00", null, null, 400, "chat.event-id" },
        { "owner", "POST", "/chat/ses_0/cancel", null, null, 404, "chat.session" },
        { "ide", "POST", "/chat/{waiting}/cancel", null, null, 404, "chat.session" },
        { "owner", "POST", "/chat/{idle}/cancel", null, null, 409, "chat.idle" },
        { "owner", "PUT", "/chat", Json, "{}", 405, "http.method" },
        { "owner", "DELETE", "/chat/{idle}/stream", null, null, 405, "http.method" },
        { "owner", "GET", "/chat/{waiting}/cancel", null, null, 405, "http.method" },
    };

    public static TheoryData<string, string, string, string?, string?, int, string> Approvals => new()
    {
        { "owner", "GET", "/approvals?state=open", null, null, 400, "approvals.state" },
        { "owner", "GET", "/approvals?state=1", null, null, 400, "approvals.state" },
        { "owner", "GET", "/approvals?state=Waiting", null, null, 400, "approvals.state" },
        { "owner", "GET", "/approvals?state=waiting&state=denied", null, null, 400, "approvals.state" },
        { "owner", "GET", "/approvals?state=unknown", null, null, 400, "approvals.state" },
        { "owner", "GET", "/approvals?limit=0", null, null, 400, "approvals.limit" },
        { "owner", "GET", "/approvals?limit=-1", null, null, 400, "approvals.limit" },
        { "owner", "GET", "/approvals?limit=201", null, null, 400, "approvals.limit" },
        { "owner", "GET", "/approvals?limit=99999999999999999999", null, null, 400, "approvals.limit" },
        { "owner", "GET", "/approvals?limit=ten", null, null, 400, "approvals.limit" },
        { "owner", "GET", "/approvals?limit=%00", null, null, 400, "approvals.limit" },
        { "owner", "GET", "/approvals/apr_0", null, null, 404, "approval.unknown" },
        { "owner", "GET", "/approvals/%FF%FE", null, null, 404, "approval.unknown" },
        { "owner", "GET", "/approvals/..%2f..%2f..%2fetc%2fpasswd", null, null, 404, "approval.unknown" },
        { "owner", "GET", "/approvals/%2e%2e%2fcli.token", null, null, 404, "approval.unknown" },
        { "owner", "GET", "/approvals/..%5c..%5ccli.token", null, null, 404, "approval.unknown" },
        { "owner", "GET", "/approvals/'%20OR%201=1--", null, null, 404, "approval.unknown" },
        { "owner", "GET", "/approvals/{approval}%20", null, null, 404, "approval.unknown" },
        { "owner", "GET", "/approvals/{approval}/x", null, null, 404, "http.route" },
        { "owner", "POST", "/approvals/apr_0", Json, "{\"answer\":\"approve\"}", 404, "approval.unknown" },
        { "owner", "POST", "/approvals/{approval}", Json, "", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "null", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "true", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{\"answer\":true}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{\"answer\":\"Approve\"}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{\"answer\":\"approve\\u0000\"}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{\"answer\":\"maybe\"}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{\"answer\":\"approve\",\"always\":true}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "{\"answer\":\"deny\",\"answer\":\"approve\"}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "@10 MB answer", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "@1,000 deep", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "@invalid UTF-8 answer", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Json, "@null bytes", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", "text/plain", "{\"answer\":\"approve\"}", 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", null, null, 400, "approval.body" },
        { "owner", "POST", "/approvals/{approval}", Form, "answer=approve", 403, "approval.origin" },
        { "owner", "POST", "/approvals/{approval}", "multipart/form-data", "answer=approve", 403, "approval.origin" },
        { "owner", "DELETE", "/approvals/{approval}", null, null, 405, "http.method" },
        { "owner", "POST", "/approvals", Json, "{\"answer\":\"approve\"}", 400, "approval.body" },
        { "owner", "POST", "/approvals", Json, "{\"ids\":[],\"answer\":\"approve\"}", 400, "approval.body" },
        { "owner", "POST", "/approvals", Json, "{\"ids\":\"apr_1\",\"answer\":\"approve\"}", 400, "approval.body" },
        { "owner", "PUT", "/approvals", Json, "{\"answer\":\"approve\"}", 405, "http.method" },
    };

    public static TheoryData<string, string, string, string?, string?, int, string> Tokens => new()
    {
        { "owner", "POST", "/tokens", Json, "", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "null", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\"}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\"}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"kind\":\"caller\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":null}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[null]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":\"*\"}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"clock.now\\n*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"files .*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"admin\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"Caller\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller,approver\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":3,\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"owner\",\"kind\":\"caller\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"owner.chat\",\"kind\":\"approver\",\"tools\":[]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"OWNER\",\"kind\":\"approver\",\"tools\":[]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"../x\",\"kind\":\"caller\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\\u0000\",\"kind\":\"caller\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"*\"],\"days\":0}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"*\"],\"days\":-1}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"*\"],\"days\":3651}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"*\"],\"days\":1.5}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"*\"],\"days\":\"soon\"}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"*\"],\"day\":1}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"clock.*\"],\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "@10 MB of tools", 413, "http.request" },
        { "owner", "POST", "/tokens", Json, "@1,000 deep", 400, "token.request" },
        { "owner", "POST", "/tokens", Json, "@invalid UTF-8 principal", 400, "token.request" },
        { "owner", "POST", "/tokens", "text/plain", "{\"principal\":\"x\",\"kind\":\"caller\",\"tools\":[\"*\"]}", 400, "token.request" },
        { "owner", "POST", "/tokens", Form, "principal=x&kind=caller&tools=*", 400, "token.request" },
        { "owner", "PATCH", "/tokens", Json, "{}", 405, "http.method" },
        { "owner", "DELETE", "/tokens", null, null, 405, "http.method" },
        { "owner", "GET", "/tokens/link", null, null, 405, "http.method" },
        { "owner", "GET", "/admin/stop", null, null, 405, "http.method" },
        { "owner", "POST", "/audit", Json, "{}", 405, "http.method" },
        { "owner", "DELETE", "/audit", null, null, 405, "http.method" },
        { "owner", "GET", "/audit/1", null, null, 404, "http.route" },
        { "owner", "GET", "/nowhere", null, null, 404, "http.route" },
        { "owner", "GET", "/..%2f..%2fetc%2fpasswd", null, null, 404, "http.route" },
        { "owner", "GET", "/state.db", null, null, 404, "http.route" },
        { "owner", "POST", "/readyz", Json, "{}", 405, "http.method" },
        { "nobody", "GET", "/nowhere", null, null, 401, "access.token" },
        { "nobody", "POST", "/chat", Json, "@10 MB message", 401, "access.token" },
        { "gone", "POST", "/chat", Json, "{\"message\":\"list my tools\"}", 401, "access.token" },
        { "gone", "POST", "/mcp", Json, "{}", 401, "access.token" },
        { "boss", "POST", "/chat", Json, "{\"message\":\"list my tools\"}", 403, "access.kind" },
        { "boss", "POST", "/mcp", Json, "{}", 403, "access.kind" },
        { "ide", "POST", "/tokens", Json, "{\"principal\":\"x\",\"kind\":\"approver\",\"tools\":[]}", 403, "access.kind" },
    };

    // who, method, path, content type, body, status, JSON-RPC code
    public static TheoryData<string, string, string, string?, string?, int, int> Mcp => new()
    {
        { "ide", "POST", "/mcp", Json, "", 400, -32700 },
        { "ide", "POST", "/mcp", Json, "{", 400, -32700 },
        { "ide", "POST", "/mcp", Json, "[]", 400, -32600 },
        { "ide", "POST", "/mcp", Json, "{}", 400, -32600 },
        { "ide", "POST", "/mcp", Json, "@10 MB arguments", 413, -32600 },
        { "ide", "POST", "/mcp", Json, "@1,000 deep arguments", 400, -32700 },
        { "ide", "POST", "/mcp", Json, "@invalid UTF-8 arguments", 400, -32700 },
        { "ide", "POST", "/mcp", Json, "@null bytes", 400, -32700 },
        { "ide", "POST", "/mcp", Json, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}}", 400, -32602 },
        { "ide", "POST", "/mcp", Json, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"files_write\",\"arguments\":[]}}", 400, -32602 },
    };

    // Its answers name each wrong filter, as validation problems do; they carry no rule.
    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("after=-1", "after")]
    [InlineData("after=99999999999999999999", "after")]
    [InlineData("newest=yes", "newest")]
    [InlineData("kind='%20OR%201=1--", "kind")]
    [InlineData("kind=", "kind")]
    [InlineData("call=", "call")]
    [InlineData("knid=call.intent", "knid")]
    public async Task Audit_refuses_a_filter_that_it_does_not_understand(string query, string named)
    {
        var before = await host.StateAsync();
        var (answered, text) = await SendAsync("owner", "GET", $"/audit?{query}", null, null);
        Assert.Equal(400, answered);
        Assert.True(JsonElement.Parse(text).GetProperty("errors").TryGetProperty(named, out _), text);
        Assert.Equal(before, await host.StateAsync());
    }

    [Theory, MemberData(nameof(Chat))]
    public Task Chat_refuses(string who, string method, string path, string? type, string? body, int status, string rule) => RefusesAsync(who, method, path, type, body, status, rule);

    [Theory, MemberData(nameof(Approvals))]
    public Task Approvals_refuse(string who, string method, string path, string? type, string? body, int status, string rule) => RefusesAsync(who, method, path, type, body, status, rule);

    [Theory, MemberData(nameof(Tokens))]
    public Task Tokens_audit_and_the_rest_refuse(string who, string method, string path, string? type, string? body, int status, string rule) => RefusesAsync(who, method, path, type, body, status, rule);

    [Theory, MemberData(nameof(Mcp))]
    public async Task Mcp_answers_with_an_error_of_its_protocol(string who, string method, string path, string? type, string? body, int status, int code)
    {
        var before = await host.StateAsync();
        var (answered, text) = await SendAsync(who, method, path, type, body);
        Assert.True(status == answered, $"{answered} {text}");
        Assert.Equal(code, JsonElement.Parse(text).GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal(before, await host.StateAsync());
    }

    private async Task RefusesAsync(string who, string method, string path, string? type, string? body, int status, string rule)
    {
        var before = await host.StateAsync();
        var (answered, text) = await SendAsync(who, method, path, type, body);
        Assert.True(status == answered, $"{answered} {text}");
        var problem = JsonElement.Parse(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.True(problem.TryGetProperty("rule", out var named) && named.GetString() == rule, text);
        Assert.False(string.IsNullOrWhiteSpace(problem.GetProperty("remedy").GetString()), text);
        Assert.Equal(before, await host.StateAsync());
    }

    private async Task<(int Status, string Text)> SendAsync(string who, string method, string path, string? type, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), host.Fill(path));
        if (Bodies.Of(body is null ? null : host.Fill(body)) is { } bytes)
        {
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Headers.ExpectContinue = bytes.Length > 1_000_000; // so that the refusal of a large body is read, and not the end of a connection
        }

        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Json));
        using var response = await host.Who[who].SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
