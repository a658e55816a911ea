using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Harombe.HostTests.Upstreams;

/// <summary>A call of 2026-07-28 with nothing between the test and the wire: the library's client takes up input_required by itself, and leaves out log levels.</summary>
internal static class RawCall
{
    private const string Modern = "2026-07-28";
    private static readonly HttpClient Http = new();

    /// <summary>Calls a tool and gives every message that came back.</summary>
    /// <param name="host">The host.</param>
    /// <param name="token">Whose call.</param>
    /// <param name="tool">Which tool.</param>
    /// <param name="text">Its argument.</param>
    /// <param name="parameters">More parameters.</param>
    /// <param name="meta">More of what the protocol wants in every request, by its last name.</param>
    public static async Task<IReadOnlyList<JsonNode>> SendAsync(UpstreamHost host, string token, string tool, string text, JsonObject parameters, JsonObject meta)
    {
        (parameters["name"], parameters["arguments"]) = (tool, new JsonObject { ["text"] = text });
        using var request = Request(host, token, "tools/call", parameters, meta);
        request.Headers.Add("Mcp-Name", tool);
        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        var events = body.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]).ToList();
        return [.. (events.Count > 0 ? events : [body]).Select(message => JsonNode.Parse(message)!)]; // not null: a message is no null
    }

    /// <summary>Calls a tool with headers beside the arguments, and gives the one message that came back.</summary>
    public static async Task<JsonNode> SendAsync(UpstreamHost host, string token, string tool, JsonObject arguments, params (string Name, string? Value)[] headers)
    {
        using var request = Request(host, token, "tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }, []);
        request.Headers.Add("Mcp-Name", tool);
        foreach (var (name, value) in headers.Where(one => one.Value is not null))
        {
            request.Headers.Add(name, value);
        }

        using var response = await Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return JsonNode.Parse(body.Split('\n').LastOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?[6..] ?? body)!; // not null: a call is answered
    }

    /// <summary>Listens, and gives each message as it comes, the acknowledgement first.</summary>
    public static async IAsyncEnumerable<JsonNode> ListenAsync(
        UpstreamHost host, string token, JsonObject notifications, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = Request(host, token, "subscriptions/listen", new JsonObject { ["notifications"] = notifications }, []);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return JsonNode.Parse(line[6..])!; // not null: a message is no null
            }
        }
    }

    private static HttpRequestMessage Request(UpstreamHost host, string token, string method, JsonObject parameters, JsonObject meta)
    {
        var all = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = Modern,
            ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
            ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
        };
        foreach (var (name, value) in meta)
        {
            all["io.modelcontextprotocol/" + name] = value?.DeepClone();
        }

        parameters["_meta"] = all;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Owner.Url, "/mcp"))
        {
            Content = new StringContent(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("MCP-Protocol-Version", Modern);
        request.Headers.Add("Mcp-Method", method);
        return request;
    }
}
