using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Gateway.Endpoint.Views;
using Harombe.HostTests.Gateway.Composition;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Gateway;

/// <summary>Choices of tools with an address of their own, and the search in the place of a list.</summary>
public sealed class ViewTests : IAsyncLifetime
{
    private GatewayHost host = null!;

    public static TheoryData<string> Revisions => Clients.Revisions;

    public async Task InitializeAsync() => host = await GatewayHost.StartAsync(options =>
    {
        options.Views.Add("reading", new ToolView("reading", ToolScope.Of("notes.*"), ToolScope.Of("notes.write", "notes.erase"), Small: false));
        options.Views.Add("small", new ToolView("small", ToolScope.Everything, ToolScope.Of("notes.erase"), Small: true));
    });

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_view_has_its_own_tools_and_calls_no_other(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision, view: "/reading");

        Assert.Equal(["notes_fail", "notes_files", "notes_read", "notes_wait", "notes_whoami", "harombe_approval"], (await client.ListToolsAsync()).Select(tool => tool.Name));
        Assert.Equal("view.outside", (await client.CallAsync("notes_erase")).Member("rule"));
        Assert.Equal("read hi", (await client.CallAsync("notes_read")).Text());
    }

    [Fact]
    public async Task A_view_gives_a_principal_nothing_that_it_does_not_have()
    {
        await using var client = await Clients.ConnectAsync(host, Clients.Modern, "reader", view: "/reading");

        Assert.Equal(["notes_read", "harombe_approval"], (await client.ListToolsAsync()).Select(tool => tool.Name));
        Assert.True((await client.CallAsync("notes_whoami")).IsError);
        Assert.Equal(0, host.Tools.RunsOf("notes.whoami"));
    }

    [Fact]
    public async Task An_address_without_a_view_is_none() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Clients.ConnectAsync(host, Clients.November, view: "/other"));

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_small_view_searches_and_calls_what_was_found(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision, view: "/small");

        Assert.Equal(["search_tools", "call_reading_tool", "call_changing_tool", "harombe_approval"], (await client.ListToolsAsync()).Select(tool => tool.Name));
        var found = await client.CallToolAsync("search_tools", new Dictionary<string, object?> { ["query"] = "reading notes" });
        var first = found.StructuredContent!.Value.GetProperty("tools")[0];
        Assert.Equal(("notes_read", "call_reading_tool"), (first.GetProperty("name").GetString(), first.GetProperty("call").GetString()));
        Assert.Equal("read hi", (await CallAsync(client, "call_reading_tool", "notes_read")).Text());
    }

    [Fact]
    public async Task A_tool_that_changes_is_not_called_through_the_door_for_reading()
    {
        await using var client = await Clients.ConnectAsync(host, Clients.Modern, view: "/small");

        Assert.Equal("view.changing", (await CallAsync(client, "call_reading_tool", "notes_write")).Member("rule"));
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
    }

    [Fact]
    public async Task What_is_called_through_another_tool_is_asked_about_and_recorded_under_its_own_name()
    {
        await using var client = await Clients.ConnectAsync(host, Clients.November, view: "/small");

        var pending = await CallAsync(client, "call_changing_tool", "notes_write");
        var asked = await host.AnswerAsync(approve: true);
        var collected = await client.CollectAsync(pending.Member("approval")!); // not null: it waits

        Assert.Equal("notes.write", asked.Tool.Value);
        Assert.Equal("wrote hi", collected.Text());
        Assert.Equal("notes.write", Assert.Single(host.Audit.Entries.OfType<CallIntent>()).ToolCall.Tool.Name.Value);
    }

    [Fact]
    public async Task What_a_view_denies_is_neither_found_nor_called_through_another_tool()
    {
        await using var client = await Clients.ConnectAsync(host, Clients.Modern, view: "/small");

        var found = await client.CallToolAsync("search_tools", new Dictionary<string, object?> { ["query"] = "erase notes" });

        Assert.DoesNotContain("notes_erase", found.Text(), StringComparison.Ordinal);
        Assert.Equal("view.outside", (await CallAsync(client, "call_changing_tool", "notes_erase")).Member("rule"));
        Assert.Equal(0, host.Tools.RunsOf("notes.erase"));
    }

    [Fact]
    public async Task What_a_principal_may_not_use_is_neither_found_nor_called_through_another_tool()
    {
        await using var client = await Clients.ConnectAsync(host, Clients.Modern, "reader", view: "/small");

        var found = await client.CallToolAsync("search_tools", new Dictionary<string, object?> { ["query"] = "write notes files" });
        var called = await CallAsync(client, "call_changing_tool", "notes_write");

        Assert.DoesNotContain("notes_write", found.Text(), StringComparison.Ordinal);
        Assert.True(called.IsError);
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
        Assert.Empty(await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None));
    }

    [Theory]
    [InlineData(Clients.June)]
    [InlineData(Clients.November)]
    public async Task A_session_hears_that_the_list_changed(string revision)
    {
        var heard = new TaskCompletionSource();
        await using var client = await Clients.ConnectAsync(host, revision);
        await using var registration = client.RegisterNotificationHandler(NotificationMethods.ToolListChangedNotification, (_, _) =>
        {
            heard.TrySetResult();
            return ValueTask.CompletedTask;
        });
        await client.ListToolsAsync();

        // The stream that brings notifications is opened by the client on its own time; a list that changes meanwhile is heard of by the next change.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!heard.Task.IsCompleted && await timer.WaitForNextTickAsync())
        {
            _ = host.Services.GetRequiredService<ToolCatalog>().Refresh();
        }

        Assert.True(client.ServerCapabilities.Tools?.ListChanged);
    }

    [Fact]
    public async Task A_modern_client_listens_and_hears_that_the_list_changed()
    {
        var raw = new RawClient(host);
        var body = RawClient.Call("x").Replace("tools/call", "subscriptions/listen", StringComparison.Ordinal).Replace("\"name\":\"x\",", "\"notifications\":{\"toolsListChanged\":true},", StringComparison.Ordinal);
        using var response = await raw.SendAsync(System.Text.Encoding.UTF8.GetBytes(body), CancellationToken.None, ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "subscriptions/listen"));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.True(response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "text/event-stream", response.IsSuccessStatusCode ? "" : await reader.ReadToEndAsync());

        var first = await NextAsync(reader);
        _ = host.Services.GetRequiredService<ToolCatalog>().Refresh();
        var second = await NextAsync(reader);

        Assert.Equal("notifications/subscriptions/acknowledged", first.GetProperty("method").GetString());
        Assert.True(first.GetProperty("params").GetProperty("notifications").GetProperty("toolsListChanged").GetBoolean());
        Assert.Equal("notifications/tools/list_changed", second.GetProperty("method").GetString());
    }

    private static async Task<JsonElement> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                return JsonElement.Parse(line["data: ".Length..]);
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static ValueTask<CallToolResult> CallAsync(McpClient client, string through, string tool) =>
        client.CallToolAsync(through, new Dictionary<string, object?> { ["name"] = tool, ["arguments"] = new Dictionary<string, string> { ["text"] = "hi" } });
}
