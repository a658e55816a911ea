using System.Globalization;
using System.Text.Json.Nodes;
using Harombe.Core.Approvals;
using Harombe.Gateway;
using Harombe.Gateway.Elicitation;
using Harombe.HostTests.Gateway.Composition;
using Microsoft.Extensions.Options;

namespace Harombe.HostTests.Gateway;

/// <summary>The state comes back from whoever holds it: written as that person.</summary>
public sealed class RequestStateTests : IAsyncLifetime
{
    private GatewayHost host = null!;
    private RawClient raw = null!;

    public async Task InitializeAsync()
    {
        host = await GatewayHost.StartAsync();
        raw = new RawClient(host);
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
    }

    [Fact]
    public async Task An_honest_state_with_a_yes_runs_the_call_and_a_replay_of_it_runs_nothing()
    {
        var state = await AskAsync();

        var first = await raw.CallAsync(RawClient.Retry("notes_write", state), "notes_write");
        var replays = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => raw.CallAsync(RawClient.Retry("notes_write", state), "notes_write")));

        Assert.Equal("wrote hi", (string?)first["result"]!["content"]![0]!["text"]);
        Assert.All(replays, replay => Assert.Equal("approval.closed", Rule(replay)));
        Assert.Equal(1, host.Tools.RunsOf("notes.write"));
    }

    [Fact]
    public async Task Of_many_alike_retries_at_once_one_runs_the_call()
    {
        var state = await AskAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => raw.CallAsync(RawClient.Retry("notes_write", state), "notes_write")));

        Assert.Equal(1, host.Tools.RunsOf("notes.write"));
    }

    [Fact]
    public async Task A_yes_after_a_no_with_the_same_state_runs_nothing()
    {
        var state = await AskAsync();

        var no = await raw.CallAsync(RawClient.Retry("notes_write", state, decision: "deny"), "notes_write");
        var yes = await raw.CallAsync(RawClient.Retry("notes_write", state), "notes_write");

        Assert.Equal("approval.denied", Rule(no));
        Assert.Equal("approval.closed", Rule(yes));
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
    }

    [Fact]
    public async Task A_state_changed_in_any_character_is_refused()
    {
        var state = await AskAsync();
        var mutants = Enumerable.Range(0, state.Length).Select(i => state[..i] + (state[i] == 'A' ? 'B' : 'A') + state[(i + 1)..])
            .Concat(Enumerable.Range(0, state.Length).Select(i => state[..i] + (char)(state[i] ^ 1) + state[(i + 1)..]))
            .Concat([state[1..], state[..^1], state + "A", state + "=", state + "\n", " " + state, state + state, "", "AAAA", new string('A', 100_000)])
            .Distinct()
            .ToList();
        Assert.True(mutants.Count >= 200, mutants.Count.ToString(CultureInfo.InvariantCulture));

        foreach (var mutant in mutants)
        {
            Assert.Equal("state.forged", Rule(await raw.CallAsync(RawClient.Retry("notes_write", mutant), "notes_write")));
        }

        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
        Assert.Single(await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Random_texts_are_refused()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            Assert.Equal("state.forged", Rule(await raw.CallAsync(RawClient.Retry("notes_write", System.Buffers.Text.Base64Url.EncodeToString(bytes)), "notes_write")));
        }
    }

    [Theory]
    [InlineData("notes_write", """{"text":"ho"}""")]
    [InlineData("notes_write", """{}""")]
    [InlineData("notes_whoami", """{"text":"hi"}""")]
    [InlineData("notes_erase", """{"text":"hi"}""")]
    public async Task A_state_is_for_its_own_tool_and_arguments_only(string tool, string arguments)
    {
        var state = await AskAsync();

        Assert.Equal("state.other-call", Rule(await raw.CallAsync(RawClient.Retry(tool, state, arguments), tool)));
        Assert.Equal(0, host.Tools.RunsOf(tool.Replace('_', '.')));
    }

    [Fact]
    public async Task Arguments_in_another_layout_are_the_same_arguments()
    {
        var state = await AskAsync();

        var result = await raw.CallAsync(RawClient.Retry("notes_write", state, """{ "text" : "\u0068i" }"""), "notes_write");

        Assert.Equal("wrote hi", (string?)result["result"]!["content"]![0]!["text"]);
    }

    [Fact]
    public async Task A_state_is_worth_nothing_in_the_hands_of_another_principal()
    {
        var state = await AskAsync();
        var bob = new RawClient(host, "bob");

        Assert.Equal("state.foreign", Rule(await bob.CallAsync(RawClient.Retry("notes_write", state), "notes_write")));
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
    }

    [Fact]
    public async Task A_state_is_worth_nothing_in_a_session_that_it_was_not_made_in()
    {
        var state = await AskAsync();
        using var opened = await raw.SendAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"elicitation":{}},"clientInfo":{"name":"raw","version":"1"}}}"""u8.ToArray(),
            CancellationToken.None);
        var session = opened.Headers.GetValues("Mcp-Session-Id").Single();

        var (_, message) = await raw.PostAsync(
            System.Text.Encoding.UTF8.GetBytes(RawClient.Retry("notes_write", state)), ("MCP-Protocol-Version", "2025-06-18"), ("Mcp-Session-Id", session));

        Assert.Equal("state.foreign", Rule(message!));
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
    }

    [Fact]
    public async Task A_state_that_comes_after_its_expiry_is_refused()
    {
        var state = await AskAsync();
        host.Clock.Advance(ApprovalsInMemory.InteractiveTime);

        Assert.Equal("state.expired", Rule(await raw.CallAsync(RawClient.Retry("notes_write", state), "notes_write")));
    }

    [Fact]
    public async Task A_state_sealed_under_another_key_is_refused()
    {
        var seal = new StateSeal(Options.Create(new GatewayOptions { StateKey = new byte[GatewayOptions.StateKeyLength] }));
        var approval = await AskedAsync();
        var state = seal.Seal(new CarriedState(
            "alice", approval.Session.Value, "notes.write", "any", approval.Call.Value, approval.Id.Value, approval.ExpiresAt.ToUnixTimeMilliseconds()));

        Assert.NotNull(seal.Open(state));
        Assert.Equal("state.forged", Rule(await raw.CallAsync(RawClient.Retry("notes_write", state), "notes_write")));
    }

    [Fact]
    public async Task A_state_for_a_high_risk_question_does_not_discharge_it()
    {
        // Not even a state that we sealed ourselves: the store has the last word on who may answer what.
        await raw.CallAsync(RawClient.Call("notes_erase"), "notes_erase");
        var approval = Assert.Single(await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None));
        var seal = (StateSeal)host.Services.GetService(typeof(StateSeal))!;
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("""{"text":"hi"}"""u8));
        var state = seal.Seal(new CarriedState(
            "alice", approval.Session.Value, "notes.erase", hash, approval.Call.Value, approval.Id.Value, approval.ExpiresAt.ToUnixTimeMilliseconds()));

        Assert.Equal("approval.channel", Rule(await raw.CallAsync(RawClient.Retry("notes_erase", state), "notes_erase")));
        Assert.Equal(0, host.Tools.RunsOf("notes.erase"));
    }

    [Fact]
    public async Task A_state_says_nothing_to_whoever_carries_it()
    {
        var approval = await AskedAsync();
        var state = await AskAsync();

        var carried = System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(state));

        Assert.DoesNotContain("alice", carried, StringComparison.Ordinal);
        Assert.DoesNotContain(approval.Session.Value, carried, StringComparison.Ordinal);
        Assert.NotEqual(state, await AskAsync());
    }

    private async Task<string> AskAsync()
    {
        var message = await raw.CallAsync(RawClient.Call("notes_write"), "notes_write");
        Assert.Equal("input_required", (string?)message["result"]!["resultType"]);
        return (string?)message["result"]!["requestState"] ?? throw new InvalidOperationException("There is no state.");
    }

    private async Task<Approval> AskedAsync()
    {
        await AskAsync();
        return (await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None))[0];
    }

    private static string? Rule(JsonNode message)
    {
        if ((string?)message["error"]?["message"] is { } said)
        {
            return said.Split("[rule ")[1].Split(']')[0];
        }

        Assert.Equal(true, (bool?)message["result"]?["isError"]);
        return (string?)message["result"]!["structuredContent"]!["rule"];
    }
}
