using System.Net;
using System.Text;
using Harombe.Core.Audit;
using Harombe.HostTests.Gateway.Composition;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Gateway;

public sealed class ToolCallTests : IAsyncLifetime
{
    private GatewayHost host = null!;

    public static TheoryData<string> Revisions => Clients.Revisions;

    public async Task InitializeAsync() => host = await GatewayHost.StartAsync(options => options.ConcurrentCalls = 2);

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_result_arrives_as_text_and_structured_value_and_is_recorded(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);

        var result = await client.CallAsync("notes_read", "π \"1\"");

        Assert.NotEqual(true, result.IsError);
        Assert.Equal("read π \"1\"", result.Text());
        Assert.Equal("π \"1\"", result.Member("note"));
        var intent = Assert.Single(host.Audit.Entries.OfType<CallIntent>());
        Assert.Equal("alice", intent.ToolCall.Principal.Id.Value);
        Assert.Equal("client/private", intent.ToolCall.Arguments.Label.ToString());
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_picture_arrives_as_an_image_and_another_file_as_a_resource(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);

        var result = await client.CallAsync("notes_files");

        var image = Assert.IsType<ImageContentBlock>(result.Content[0]);
        Assert.Equal([1, 2, 3], image.DecodedData.ToArray());
        var file = Assert.IsType<BlobResourceContents>(Assert.IsType<EmbeddedResourceBlock>(result.Content[1]).Resource);
        Assert.Equal("harombe://result/a%20b.pdf", file.Uri);
        Assert.Equal([4, 5], file.DecodedData.ToArray());
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_tool_that_is_not_there_is_unknown_and_the_client_is_told_to_list_again(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);

        var error = await Assert.ThrowsAsync<McpProtocolException>(async () => await client.CallAsync("no_such_tool"));

        Assert.Equal(McpErrorCode.InvalidParams, error.ErrorCode);
        Assert.Contains("List the tools again", error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_tool_that_the_principal_may_not_see_is_refused_by_policy_so_that_the_attempt_is_recorded(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision, "reader");

        var refused = await client.CallAsync("notes_write");

        Assert.True(refused.IsError);
        Assert.Contains("access.tools", Assert.IsType<TextContentBlock>(refused.Content[0]).Text, StringComparison.Ordinal);
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_refusal_and_a_failure_reach_the_model_with_rule_and_remedy(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);

        var failed = await client.CallAsync("notes_fail");
        var refused = await client.CallToolAsync("notes_read", new Dictionary<string, object?> { ["text"] = 5 });

        Assert.True(failed.IsError);
        Assert.Equal("tool.failed", failed.Member("rule"));
        Assert.Contains("the note is gone [rule tool.failed] It may have had an effect", failed.Text(), StringComparison.Ordinal);
        Assert.True(refused.IsError);
        Assert.Equal("schema.arguments", refused.Member("rule"));
        Assert.NotEmpty(refused.Member("remedy")!);
        Assert.Equal(0, host.Tools.RunsOf("notes.read"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task More_calls_at_once_than_the_limit_are_refused_and_the_slot_comes_back(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);
        var held = new[] { client.CallAsync("notes_wait").AsTask(), client.CallAsync("notes_wait").AsTask() };
        await host.Tools.Waiting.WaitAsync();
        await host.Tools.Waiting.WaitAsync();

        var busy = await client.CallAsync("notes_read");
        await using var bob = await Clients.ConnectAsync(host, revision, "bob");
        var other = await bob.CallAsync("notes_read");
        host.Tools.Go.SetResult();
        await Task.WhenAll(held);
        var after = await client.CallAsync("notes_read");

        Assert.Equal("gateway.busy", busy.Member("rule"));
        Assert.NotEqual(true, other.IsError);
        Assert.NotEqual(true, after.IsError);
    }

    [Fact]
    public async Task A_token_that_is_not_a_callers_is_forbidden_and_none_is_unauthorized()
    {
        var owner = new RawClient(host, "owner");
        var nobody = new RawClient(host, "stolen");

        var (forbidden, error) = await owner.PostAsync(Encoding.UTF8.GetBytes(RawClient.Call("notes_read")));
        using var unauthorized = await nobody.SendAsync(Encoding.UTF8.GetBytes(RawClient.Call("notes_read")), CancellationToken.None);

        Assert.Equal(HttpStatusCode.Forbidden, forbidden);
        Assert.Contains("not a caller's", (string?)error!["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, unauthorized.StatusCode);
        Assert.Equal("Bearer", unauthorized.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_session_of_one_principal_is_closed_to_another()
    {
        var alice = new RawClient(host);
        var bob = new RawClient(host, "bob");
        using var opened = await alice.SendAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"raw","version":"1"}}}"""u8.ToArray(),
            CancellationToken.None);
        var session = opened.Headers.GetValues("Mcp-Session-Id").Single();
        (string, string)[] headers = [("MCP-Protocol-Version", "2025-06-18"), ("Mcp-Session-Id", session)];
        var call = """{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"notes_read","arguments":{}}}"""u8.ToArray();

        var (foreign, _) = await bob.PostAsync(call, headers);
        var (own, _) = await alice.PostAsync(call, headers);

        Assert.Equal(HttpStatusCode.Forbidden, foreign);
        Assert.Equal(HttpStatusCode.OK, own);
        Assert.Equal(1, host.Tools.RunsOf("notes.read"));
    }
}
