using System.Net;
using System.Text;
using Harombe.HostTests.Gateway.Composition;

namespace Harombe.HostTests.Gateway;

/// <summary>Bodies that no client sends and every attacker does. After each the host still serves.</summary>
public sealed class BodyTests : IAsyncLifetime
{
    private const int Limit = 64 * 1024;
    private GatewayHost host = null!;

    public static TheoryData<string, byte[], HttpStatusCode, int, string> Bodies => new()
    {
        { "cut off", Utf8("""{"jsonrpc":"2.0","""), HttpStatusCode.BadRequest, -32700, "not JSON" },
        { "empty", [], HttpStatusCode.BadRequest, -32700, "not JSON" },
        { "a number", Utf8("42"), HttpStatusCode.BadRequest, -32600, "one JSON-RPC message" },
        { "a string", Utf8("\"x\""), HttpStatusCode.BadRequest, -32600, "one JSON-RPC message" },
        { "null", Utf8("null"), HttpStatusCode.BadRequest, -32600, "one JSON-RPC message" },
        { "an empty object", Utf8("{}"), HttpStatusCode.BadRequest, -32600, "jsonrpc" },
        { "a batch", Utf8("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]"""), HttpStatusCode.BadRequest, -32600, "batches" },
        { "neither call nor answer", Utf8("""{"jsonrpc":"2.0","id":1}"""), HttpStatusCode.BadRequest, -32600, "neither method" },
        { "ill-formed UTF-8", [.. Utf8("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"notes_read","arguments":{"text":" """), 0xff, 0xfe, .. Utf8("\"}}}")], HttpStatusCode.BadRequest, -32700, "UTF-8" },
        { "half a surrogate pair in a value", Utf8(RawClient.Call("notes_read", """{"text":"\ud800"}""")), HttpStatusCode.BadRequest, -32700, "surrogate" },
        { "half a surrogate pair in a name", Utf8(RawClient.Call("notes_read", """{"\udc00":1}""")), HttpStatusCode.BadRequest, -32700, "surrogate" },
        { "1000 levels deep", Utf8(RawClient.Call("notes_read", Deep(1000))), HttpStatusCode.BadRequest, -32700, "deeper than 64" },
        { "65 levels deep", Utf8(RawClient.Call("notes_read", Deep(65))), HttpStatusCode.BadRequest, -32700, "deeper than 64" },
        { "too large", Utf8(RawClient.Call("notes_read", "{\"text\":\"" + new string('a', Limit) + "\"}")), HttpStatusCode.RequestEntityTooLarge, -32600, "larger than" },
        { "params a list", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":[1,2]}"""), HttpStatusCode.BadRequest, -32602, "params must be an object" },
        { "no params", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call"}"""), HttpStatusCode.BadRequest, -32602, "params.name" },
        { "name a number", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":5}}"""), HttpStatusCode.BadRequest, -32602, "params.name must be a string" },
        { "no name", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"arguments":{}}}"""), HttpStatusCode.BadRequest, -32602, "params.name" },
        { "arguments a list", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"notes_read","arguments":[1]}}"""), HttpStatusCode.BadRequest, -32602, "params.arguments" },
        { "state a number", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"notes_read","requestState":5}}"""), HttpStatusCode.BadRequest, -32602, "params.requestState" },
        { "answers a list", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"notes_read","inputResponses":[]}}"""), HttpStatusCode.BadRequest, -32602, "params.inputResponses" },
        { "meta a string", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"_meta":"x"}}"""), HttpStatusCode.BadRequest, -32602, "params._meta" },
        { "id an object", Utf8("""{"jsonrpc":"2.0","id":{},"method":"tools/list"}"""), HttpStatusCode.BadRequest, -32600, "id must be" },
        { "id null", Utf8("""{"jsonrpc":"2.0","id":null,"method":"tools/list"}"""), HttpStatusCode.BadRequest, -32600, "id must be" },
        { "method a number", Utf8("""{"jsonrpc":"2.0","id":7,"method":1}"""), HttpStatusCode.BadRequest, -32600, "method must be" },
        { "JSON-RPC 1.0", Utf8("""{"jsonrpc":"1.0","id":7,"method":"tools/list"}"""), HttpStatusCode.BadRequest, -32600, "jsonrpc" },
        { "name twice", Utf8("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"notes_read","name":"notes_erase"}}"""), HttpStatusCode.BadRequest, -32700, "twice" },
        { "an argument twice", Utf8(RawClient.Call("notes_read", """{"text":"a","text":"b"}""")), HttpStatusCode.BadRequest, -32700, "twice" },
        { "a name twice by an escape", Utf8(RawClient.Call("notes_read", """{"text":"a","te\u0078t":"b"}""")), HttpStatusCode.BadRequest, -32700, "twice" },
    };

    public async Task InitializeAsync() => host = await GatewayHost.StartAsync(options => options.MessageBytes = Limit);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Bodies))]
    public async Task A_broken_message_is_answered_with_an_error_and_the_host_serves_on(string what, byte[] body, HttpStatusCode status, int code, string reason)
    {
        var raw = new RawClient(host);
        (string, string)[] headers = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "notes_read")];

        var (answered, message) = await raw.PostAsync(body, headers);

        Assert.True(status == answered, $"{what}: {answered}");
        Assert.Equal(code, (int?)message!["error"]!["code"]);
        Assert.Contains(reason, (string?)message["error"]!["message"], StringComparison.Ordinal);
        Assert.True(code != -32602 || (int?)message["id"] == 7, "The error names no request.");
        Assert.Equal(0, host.Tools.RunsOf("notes.read"));

        var alive = await raw.CallAsync(RawClient.Call("notes_read"), "notes_read");
        Assert.Equal("read hi", (string?)alive["result"]!["content"]![0]!["text"]);
    }

    [Fact]
    public async Task A_large_message_without_stated_length_is_cut_off_as_well()
    {
        var raw = new RawClient(host);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Endpoint) { Content = new StreamContent(new Endless()) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Authorization = new("Bearer", "alice");

        var refused = false;
        try
        {
            using var response = await http.SendAsync(request);
            refused = response.StatusCode == HttpStatusCode.RequestEntityTooLarge;
        }
        catch (HttpRequestException)
        {
            // The host may hang up while the client still sends: an endless body has no later moment.
            refused = true;
        }

        Assert.True(refused);
        Assert.NotNull((await raw.CallAsync(RawClient.Call("notes_read"), "notes_read"))["result"]);
    }

    [Fact]
    public async Task The_deepest_message_that_is_taken_reaches_the_guard()
    {
        var raw = new RawClient(host);

        var message = await raw.CallAsync(RawClient.Call("notes_read", Deep(60)), "notes_read");

        Assert.Equal("schema.arguments", (string?)message["result"]!["structuredContent"]!["rule"]);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Deep(int levels) => "{\"text\":" + new string('[', levels) + new string(']', levels) + "}";

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)' ', offset, count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
