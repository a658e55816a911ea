using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>A client of <c>/mcp</c> in 2026-07-28, frame by frame and with no library. Thread-safe.</summary>
internal sealed class McpCalls(Uri host, string token) : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(2) };

    public static async Task<McpCalls> StartAsync(UpstreamHost host, string principal = "ide") => new(host.Owner.Url, await host.Owner.IssueAsync(principal, "caller", ["*"]));

    /// <summary>The names of the tools.</summary>
    public async Task<IReadOnlyList<string>> ListAsync() =>
        [.. (await AskAsync("tools/list", null, []))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!)]; // not null: each has a name

    /// <summary>The result of a tool.</summary>
    public async Task<JsonNode> CallAsync(string tool, JsonObject? arguments = null) =>
        (await AskAsync("tools/call", tool, new JsonObject { ["name"] = tool, ["arguments"] = arguments ?? [] }))["result"] ?? throw new InvalidOperationException("An error instead of a result.");

    /// <summary>Whatever else is asked, and the whole answer.</summary>
    public async Task<JsonNode> AskAsync(string method, string? name, JsonObject parameters)
    {
        var (status, text) = await SendAsync("/mcp", method, name is null ? [] : [("Mcp-Name", name)], parameters);
        var last = text.Split('\n').LastOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?["data: ".Length..] ?? text;
        return last.Length > 0 ? JsonNode.Parse(last)! : throw new InvalidOperationException($"{status} and nothing else."); // not null: a message is no null
    }

    /// <summary>A request with whatever headers besides the usual ones; one that is usual is replaced.</summary>
    public async Task<(int Status, string Text)> SendAsync(string path, string method, (string Name, string Value)[] headers, JsonObject parameters, JsonObject? capabilities = null)
    {
        parameters["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = "2026-07-28",
            ["io.modelcontextprotocol/clientInfo"] = new JsonObject { ["name"] = "raw", ["version"] = "1" },
            ["io.modelcontextprotocol/clientCapabilities"] = capabilities ?? [],
        };
        var message = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host, path)) { Content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", method);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0)
            {
                request.Headers.TryAddWithoutValidation(name, value.Split('\n'));
            }
        }

        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => http.Dispose();
}
