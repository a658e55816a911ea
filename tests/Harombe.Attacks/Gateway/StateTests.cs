using System.Text;
using System.Text.Json.Nodes;
using Harombe.HostTests.Upstreams;
using Harombe.HostTests.Upstreams.Trouble;
using Harombe.Testing;
using Harombe.Testing.Upstreams;

namespace Harombe.Attacks.Gateway;

/// <summary>As the client that carries the host's state between two requests, and the upstream's inside it: I change it, keep it, and send it from elsewhere.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private static readonly JsonObject Forms = new() { ["elicitation"] = new JsonObject { ["form"] = new JsonObject() } };
    private UpstreamHost host = null!;
    private ScriptedUpstream server = null!;
    private McpCalls me = null!;

    public async Task InitializeAsync()
    {
        host = await UpstreamHost.StartAsync();
        server = await host.AddAsync("up", entry => entry["trust"] = "trusted", one => one.Say(new JsonObject
        {
            ["modern"] = true,
            ["tools"] = new JsonArray([.. new[] { "ask", "write" }.Select(tool => (JsonNode)new JsonObject
            {
                ["name"] = tool,
                ["description"] = $"Does {tool}.",
                ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string" } } },
                ["annotations"] = new JsonObject { ["readOnlyHint"] = tool == "ask", ["destructiveHint"] = false },
            })]),
        }), accept: false);
        me = await McpCalls.StartAsync(host, "mallory");
    }

    public async Task DisposeAsync()
    {
        me.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task I_change_the_state_in_a_thousand_ways()
    {
        var state = (string?)(await AskAsync(me, null))["requestState"] ?? throw new InvalidOperationException("It did not ask.");
        var calls = server.Calls("ask").Count;
        var random = new Random(20261126);

        var mutants = Enumerable.Range(0, int.MaxValue).Select(i => Mutant(state, i, random)).Where(mutant => mutant != state).Distinct().Take(Rounds.Of(quick: 200, full: 1000)).ToList();
        foreach (var mutant in mutants)
        {
            var result = await AskAsync(me, mutant);
            Assert.True((string?)result["structuredContent"]?["rule"] == "state.forged", $"{mutant}: {result.ToJsonString()}");
        }

        // Nothing of it reached the server, and the true one still works.
        Assert.Equal(calls, server.Calls("ask").Count);
        Assert.Contains("Ada", (await AskAsync(me, state)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_send_it_as_somebody_else_for_another_tool_and_with_other_arguments()
    {
        var state = (string?)(await AskAsync(me, null))["requestState"];
        using var other = await McpCalls.StartAsync(host, "eve");

        Assert.Equal("state.foreign", (string?)(await AskAsync(other, state))["structuredContent"]!["rule"]);
        Assert.Equal("state.other-call", (string?)(await AskAsync(me, state, text: "another"))["structuredContent"]!["rule"]);
        Assert.Equal("state.other-call", (string?)(await AskAsync(me, state, tool: "up__write"))["structuredContent"]!["rule"]);
        Assert.Single(server.Calls("ask"));
        Assert.Empty(server.Calls("write"));
    }

    [Fact]
    public async Task I_read_what_the_server_wanted_only_to_be_reminded_of()
    {
        var state = (string?)(await AskAsync(me, null))["requestState"] ?? "";

        Assert.DoesNotContain("state of", Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(state)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task I_answer_a_question_that_nobody_asked()
    {
        var first = await AskAsync(me, "AAAA");

        Assert.Equal("state.forged", (string?)first["structuredContent"]!["rule"]);
        var without = await SendAsync(me, "up__ask", "a", new JsonObject { ["inputResponses"] = Answer() });
        Assert.Equal("input_required", (string?)without["resultType"]);
        Assert.DoesNotContain("inputResponses", server.Received, StringComparison.Ordinal);
    }

    // Bits, characters, cuts, doublings, swaps, splices and other alphabets.
    private static string Mutant(string state, int i, Random random)
    {
        var at = random.Next(state.Length);
        return (i % 8) switch
        {
            0 => state[..at] + (char)(state[at] ^ (1 << random.Next(5))) + state[(at + 1)..],
            1 => state[..at] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[random.Next(64)] + state[(at + 1)..],
            2 => state[..at],
            3 => state[..at] + state[at] + state[at..],
            4 => state[..at] + state[(at + 1)..],
            5 => state[at..] + state[..at],
            6 => System.Buffers.Text.Base64Url.EncodeToString(Flipped(state, random)),
            _ => state[..at] + "=+/ \n\u00e9%"[random.Next(7)] + state[at..],
        };
    }

    private static byte[] Flipped(string state, Random random)
    {
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(state);
        bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
        return bytes;
    }

    private static Task<JsonNode> AskAsync(McpCalls client, string? state, string text = "a", string tool = "up__ask") =>
        SendAsync(client, tool, text, state is null ? [] : new JsonObject { ["requestState"] = state, ["inputResponses"] = Answer() });

    private static JsonNode Answer() => JsonNode.Parse("""{"q":{"action":"accept","content":{"name":"Ada"}}}""")!; // not null: it is an object

    private static async Task<JsonNode> SendAsync(McpCalls client, string tool, string text, JsonObject parameters)
    {
        (parameters["name"], parameters["arguments"]) = (tool, new JsonObject { ["text"] = text });
        var (status, answer) = await client.SendAsync("/mcp", "tools/call", [("Mcp-Name", tool)], parameters, Forms.DeepClone().AsObject());
        var last = answer.Split('\n').LastOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal))?["data: ".Length..] ?? answer;
        var message = JsonNode.Parse(last)!; // not null: a message
        // A state that nobody sealed is an error of the protocol, which names its rule in words.
        return (string?)message["error"]?["message"] is { } said && said.Split("[rule ") is [_, var rule]
            ? new JsonObject { ["structuredContent"] = new JsonObject { ["rule"] = rule.Split(']')[0] } }
            : message["result"] ?? throw new InvalidOperationException($"{status} {answer}");
    }
}
