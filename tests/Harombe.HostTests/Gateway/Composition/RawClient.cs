using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Harombe.HostTests.Gateway.Composition;

/// <summary>Sends bytes as they are, which no library would.</summary>
public sealed class RawClient(GatewayHost host, string token = "alice")
{
    private const string Meta =
        """
        "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}}}
        """;

    private static readonly HttpClient Http = new();

    public static string Call(string tool, string arguments = """{"text":"hi"}""", string more = "") =>
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"TOOL","arguments":ARGUMENTS,MORE META}}"""
            .Replace("META", Meta, StringComparison.Ordinal)
            .Replace("MORE", more, StringComparison.Ordinal)
            .Replace("ARGUMENTS", arguments, StringComparison.Ordinal)
            .Replace("TOOL", tool, StringComparison.Ordinal);

    public static string Retry(string tool, string state, string arguments = """{"text":"hi"}""", string decision = "allow") => Call(
        tool,
        arguments,
        "\"requestState\":" + JsonValue.Create(state).ToJsonString()
            + ""","inputResponses":{"approve":{"action":"accept","content":{"decision":"DECISION"}}},""".Replace("DECISION", decision, StringComparison.Ordinal));

    /// <summary>Calls a tool in 2026-07-28 and gives the message that came back.</summary>
    public async Task<JsonNode> CallAsync(string body, string tool)
    {
        var (_, message) = await PostAsync(Encoding.UTF8.GetBytes(body), ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool));
        return message ?? throw new InvalidOperationException("There was no message.");
    }

    public async Task<(HttpStatusCode Status, JsonNode? Message)> PostAsync(byte[] body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(body, CancellationToken.None, headers);
        return (response.StatusCode, Message(await response.Content.ReadAsStringAsync()));
    }

    public async Task<HttpResponseMessage> SendAsync(byte[] body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The last message of a JSON body or of an event stream.</summary>
    public static JsonNode? Message(string body)
    {
        var text = body.Split('\n').LastOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?["data: ".Length..] ?? body;
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
