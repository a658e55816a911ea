using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.State;
using Harombe.Testing;
using Harombe.Testing.Upstreams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harombe.HostTests.Upstreams;

/// <summary>Edits of mcp.external_servers while the host runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task An_edit_starts_what_is_new_stops_what_is_gone_and_leaves_the_rest_alone()
    {
        await using var host = await UpstreamHost.StartAsync(folder => [Entry(folder, "kept"), Entry(folder, "gone")]);
        await Eventually.BeAsync("both", () => host.Tools().Contains("kept__echo") && host.Tools().Contains("gone__echo"));
        var (kept, gone) = (await host.TextAsync("kept__process"), int.Parse(await host.TextAsync("gone__process"), System.Globalization.CultureInfo.InvariantCulture));

        await host.EditAsync([host.Server("kept").Entry(Trust), host.Server("fresh").Entry(Trust)]);

        await Eventually.BeAsync("the edit", () => host.Tools().Contains("fresh__echo") && !host.Tools().Contains("gone__echo"));
        Assert.Equal(kept, await host.TextAsync("kept__process"));
        Assert.Equal("tool.unknown", (await host.ReasonAsync("gone__echo")).Rule);
        await Eventually.BeAsync("the end of its process", () => !Directory.Exists($"/proc/{gone}"));
        var entry = (await host.Owner.AuditAsync("config.changed"))[^1];
        Assert.Equal("mcp.external_servers", Assert.Single(entry.GetProperty("keys").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_changed_server_is_started_anew_and_a_call_under_way_finishes_in_the_old_one()
    {
        await using var host = await UpstreamHost.StartAsync(folder => [Entry(folder, "docs")]);
        await Eventually.BeAsync("the server", () => host.Tools().Contains("docs__progress"));
        var server = host.Server("docs");
        var before = await host.TextAsync("docs__process");
        var waiting = host.TextAsync("docs__progress");
        await Eventually.BeAsync("the call", () => server.Calls("progress").Count == 1);

        await host.EditAsync([server.Entry(entry =>
        {
            Trust(entry);
            entry["env"] = new JsonObject { ["MODE"] = "new" };
        })]);

        await Eventually.BeAsync("the new process", () => server.Environments.Any(environment => (string?)environment["MODE"] == "new"));
        Assert.False(waiting.IsCompleted);
        server.Go();
        Assert.Equal("done", await waiting);
        // Another environment is another server: what was accepted of it before says nothing of it now.
        await Eventually.SeeAsync("what it says of itself", async () => (await host.ViewAsync("docs")).GetProperty("fingerprint").GetString());
        await host.AcceptAsync("docs");
        Assert.NotEqual(before, await host.TextAsync("docs__process"));
    }

    [Fact]
    public async Task An_edit_that_can_not_hold_changes_nothing_and_is_recorded()
    {
        await using var host = await UpstreamHost.StartAsync(folder => [Entry(folder, "kept")]);
        await Eventually.BeAsync("it", () => host.Tools().Contains("kept__echo"));

        await host.EditAsync([new JsonObject { ["name"] = "kept" }]);

        await Eventually.SeeAsync("the refusal", async () => (await host.Owner.AuditAsync("config.refused")).Count > 0 ? "" : null);
        Assert.IsType<CallResult.Completed>(await host.CallAsync("kept__echo"));
    }

    [Fact]
    public async Task A_store_that_fails_leaves_every_server_as_it_was_says_so_and_the_host_lives_until_the_edit_holds()
    {
        await using var host = await UpstreamHost.StartAsync(folder => [Entry(folder, "kept"), Entry(folder, "gone")]);
        await Eventually.BeAsync("both", () => host.Tools().Contains("kept__echo") && host.Tools().Contains("gone__echo"));
        var state = host.Services.GetRequiredService<IStateStore>();
        await state.WriteAsync(connection => connection.Execute("ALTER TABLE upstream_pins RENAME TO upstream_pins_lost"), CancellationToken.None);

        await host.EditAsync([host.Server("kept").Entry(Trust), host.Server("fresh").Entry(Trust)]);

        var failed = await Eventually.SeeAsync("the failure in the record", async () => await host.Owner.AuditAsync("config.failed") is { Count: > 0 } entries ? entries : null);
        Assert.Equal("mcp.external_servers", Assert.Single(failed[0].GetProperty("keys").EnumerateArray()).GetString());
        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        // Neither half of the edit: nothing has gone, and nothing has come.
        Assert.IsType<CallResult.Completed>(await host.CallAsync("gone__echo"));
        Assert.DoesNotContain("fresh__echo", host.Tools());
        Assert.Empty(await host.Owner.AuditAsync("config.changed"));

        await state.WriteAsync(connection => connection.Execute("ALTER TABLE upstream_pins_lost RENAME TO upstream_pins"), CancellationToken.None);
        await Eventually.BeAsync("the edit", () => host.Tools().Contains("fresh__echo") && !host.Tools().Contains("gone__echo"));

        Assert.Single(await host.Owner.AuditAsync("config.failed"));
        Assert.Single(await host.Owner.AuditAsync("config.changed"));
    }

    private static JsonObject Entry(TemporaryFolder folder, string name) => new ScriptedUpstream(folder.Path, name).Entry(Trust);

    private static void Trust(JsonObject entry)
    {
        entry["trust"] = "trusted";
        entry["tools"] = new JsonObject(new[] { "echo", "process", "progress" }.Select(tool => KeyValuePair.Create(tool, (JsonNode?)new JsonObject { ["reads"] = true })));
    }
}
