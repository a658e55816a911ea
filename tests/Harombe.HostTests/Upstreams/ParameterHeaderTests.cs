using System.Text.Json.Nodes;

namespace Harombe.HostTests.Upstreams;

/// <summary>Headers beside arguments: what is said twice must be said alike.</summary>
public sealed class ParameterHeaderTests
{
    [Theory]
    [InlineData("""{"region":"west","count":42}""", "west", "42", null)]
    [InlineData("""{"region":"west","count":42}""", "=?base64?d2VzdA==?=", "42.0", null)]
    [InlineData("""{"region":"wést","count":42}""", "=?base64?d8Opc3Q=?=", "42", null)]
    [InlineData("""{"count":42}""", null, "42", null)]
    [InlineData("""{"region":null,"count":42}""", null, "42", "schema")]
    [InlineData("""{"region":"west","count":42}""", "east", "42", "is not what")]
    [InlineData("""{"region":"west","count":42}""", null, "42", "is missing")]
    [InlineData("""{"region":"west","count":42}""", "west", "43", "is not what")]
    [InlineData("""{"region":"west","count":42}""", "=?base64?d2VzdA?=", "42", "is not encoded")]
    [InlineData("""{"count":42}""", "west", "42", "is not what")]
    public async Task A_header_that_is_not_what_the_body_says_is_refused_before_anything_else(string arguments, string? region, string? count, string? fault)
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", entry => entry["tools"] = new JsonObject { ["echo"] = new JsonObject { ["reads"] = true } }, one => one.Say(new JsonObject
        {
            ["modern"] = true,
            ["tools"] = new JsonArray(new JsonObject
            {
                ["name"] = "echo",
                ["description"] = "Does echo.",
                ["inputSchema"] = JsonNode.Parse("""{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},"count":{"type":"integer","x-mcp-header":"Count"}}}"""),
            }),
        }));

        var answer = await RawCall.SendAsync(host, await host.Owner.IssueAsync("ide", "caller", ["*"]), "up__echo", JsonNode.Parse(arguments)!.AsObject(), // not null: it is an object
            ("Mcp-Param-Region", region), ("Mcp-Param-Count", count));

        if (fault is null)
        {
            Assert.Null(answer["error"]);
            Assert.Single(server.Calls("echo"));
        }
        else if (fault == "schema")
        {
            Assert.Contains("schema.arguments", answer.ToJsonString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(-32020, (int?)answer["error"]!["code"]);
            Assert.Contains(fault, (string?)answer["error"]!["message"], StringComparison.Ordinal);
            Assert.Empty(server.Calls("echo"));
            Assert.Empty(await host.Owner.AuditAsync("call.intent"));
        }
    }
}
