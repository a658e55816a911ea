using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Testing;
using Harombe.Testing.Upstreams;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Servers that misbehave: none of them takes the others, the list or the host with it.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task The_host_is_up_at_once_with_whichever_servers_answer()
    {
        ScriptedUpstream? good = null;
        await using var host = await UpstreamHost.StartAsync(folder =>
        {
            var hung = new ScriptedUpstream(folder.Path, "hung");
            hung.Say(new JsonObject { ["silent"] = true });
            good = new ScriptedUpstream(folder.Path, "good");
            return
            [
                hung.Entry(entry => entry["start_timeout"] = "10m"),
                new JsonObject { ["name"] = "missing", ["command"] = "harombe-no-such-program" },
                new JsonObject { ["name"] = "ends", ["command"] = "sh", ["args"] = new JsonArray("-c", "echo no protocol; echo why >&2; exit 3") },
                good.Entry(entry => { UpstreamCallTests.Harmless(entry); entry["trust"] = "trusted"; }),
            ];
        });

        Assert.Equal("hi", await Eventually.SeeAsync("the one that answers", async () => host.Tools().Contains("good__echo") ? await host.TextAsync("good__echo", """{"text":"hi"}""") : null));
        Assert.Equal("starting", (await host.ViewAsync("hung")).GetProperty("state").GetString());
        Assert.Contains("no program 'harombe-no-such-program'", await FaultAsync(host, "missing"), StringComparison.Ordinal);
        Assert.Contains("It last said: why", await FaultAsync(host, "ends"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_fails_the_call_and_is_told()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", entry => { UpstreamCallTests.Harmless(entry); entry["timeout"] = "3s"; });

        Assert.Equal("upstream.timeout", (await host.ReasonAsync("up__hang")).Rule);

        await Eventually.BeAsync("the cancellation at the server", () => server.Requests("notifications/cancelled").Count == 1);
        Assert.Equal("x", await host.TextAsync("up__echo", """{"text":"x"}"""));
    }

    [Fact]
    public async Task After_some_calls_without_an_answer_the_circuit_opens_and_says_for_how_long()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", entry => { UpstreamCallTests.Harmless(entry); entry["timeout"] = "100ms"; });

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("upstream.timeout", (await host.ReasonAsync("up__hang")).Rule);
        }

        var open = await host.ReasonAsync("up__echo");
        Assert.Equal("upstream.down", open.Rule);
        Assert.Matches("tried again in [0-9]+ s", open.Remedy);
    }

    [Fact]
    public async Task A_crash_in_mid_call_is_told_and_the_next_call_finds_a_fresh_server()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", entry => entry["trust"] = "trusted", one => one.SayTool("crash", "Sends a thing.", new JsonObject { ["annotations"] = new JsonObject { ["readOnlyHint"] = false } }));
        // Its answer is unknown, and running it twice may do harm: it is not sent again.
        Assert.IsType<CallResult.Pending>(await host.CallAsync("up__crash"));
        await host.SendAsync("POST", "/upstreams", server.Entry(entry => { UpstreamCallTests.Harmless(entry); entry["trust"] = "trusted"; }));
        server.Say([]);
        await host.SendAsync("POST", "/upstreams/up/test");
        await host.AcceptAsync("up");
        var before = server.Environments.Count;

        var reason = await host.ReasonAsync("up__crash");

        Assert.Equal("upstream.lost", reason.Rule);
        // A tool that only reads is sent once more, and then no more.
        Assert.Equal(2, server.Calls("crash").Count);
        Assert.Equal("x", await Eventually.SeeAsync("a server that is up again", async () => await host.CallAsync("up__echo", """{"text":"x"}""") is CallResult.Completed { Content.PlainText: var text } ? text : null));
        Assert.True(server.Environments.Count > before);
    }

    [Fact]
    public async Task What_is_no_message_is_dropped_and_the_answer_after_it_is_taken()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", UpstreamCallTests.Harmless);

        Assert.Equal("x", await host.TextAsync("up__noise", """{"text":"x"}"""));
    }

    [Fact]
    public async Task A_result_that_is_too_large_fails_its_own_call_only()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", entry => { UpstreamCallTests.Harmless(entry); entry["message"] = 1024 * 1024; });
        var process = await host.TextAsync("up__process");

        var reason = await host.ReasonAsync("up__big", $$"""{"size":{{Rounds.Of(quick: 20, full: 100) * 1024 * 1024}}}""");

        Assert.Contains("1048576 are allowed", reason.Message, StringComparison.Ordinal);
        Assert.Equal(process, await host.TextAsync("up__process"));
    }

    [Fact]
    public async Task A_result_that_is_nested_too_deep_fails_its_own_call_only()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", UpstreamCallTests.Harmless);
        var process = await host.TextAsync("up__process");

        // At once, and not when the call's time is over.
        var reason = await host.ReasonAsync("up__deep").WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("upstream.error", reason.Rule);
        Assert.Contains("levels, where 64 are allowed", reason.Message, StringComparison.Ordinal);
        Assert.Equal(process, await host.TextAsync("up__process"));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_server_and_what_it_started()
    {
        int grandchild;
        await using (var host = await UpstreamHost.StartAsync())
        {
            await host.AddAsync("up", UpstreamCallTests.Harmless);
            grandchild = int.Parse(await host.TextAsync("up__fork"), CultureInfo.InvariantCulture);
            Assert.True(IsAlive(grandchild));
        }

        Assert.False(IsAlive(grandchild));
    }

    [Fact]
    public async Task Many_who_need_a_server_at_once_start_it_once()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", entry => { UpstreamCallTests.Harmless(entry); entry["concurrent"] = 64; });
        var before = server.Environments.Count;
        await host.RestartAsync();

        var texts = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.TextAsync("up__process")));

        Assert.Single(texts.Distinct());
        Assert.Equal(before + 1, server.Environments.Count);
    }

    [Fact]
    public async Task More_calls_than_fit_are_refused_and_not_gathered()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", entry => { UpstreamCallTests.Harmless(entry); entry["concurrent"] = 1; });
        using var cancel = new CancellationTokenSource();
        var hanging = Enumerable.Range(0, 5).Select(_ => host.CallAsync("up__hang", cancellationToken: cancel.Token).AsTask()).ToList();
        await Eventually.BeAsync("one at the server", () => server.Calls("hang").Count == 1);

        Assert.Equal("upstream.busy", (await Eventually.SeeAsync("a refusal", async () => await host.ReasonAsync("up__echo"))).Rule);

        await cancel.CancelAsync();
        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task An_idle_server_is_stopped_and_started_again_by_the_next_call()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", entry => { UpstreamCallTests.Harmless(entry); entry["idle"] = "500ms"; });
        var first = int.Parse(await host.TextAsync("up__process"), CultureInfo.InvariantCulture);

        await Eventually.BeAsync("its end", () => !IsAlive(first));
        Assert.Contains("up__echo", host.Tools());
        Assert.Equal("idle", (await host.ViewAsync("up")).GetProperty("state").GetString());
        Assert.NotEqual(first, int.Parse(await host.TextAsync("up__process"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Connecting_many_times_leaves_no_process_behind()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = host.Server("up");
        for (var i = 0; i < Rounds.Of(quick: 5, full: 100); i++)
        {
            await host.SendAsync("POST", "/upstreams", server.Entry());
            await host.SendAsync("POST", "/upstreams/up/test");
            Assert.Equal(204, (await host.SendAsync("DELETE", "/upstreams/up")).Status);
        }

        var script = server.Entry()["args"]![2]!.GetValue<string>(); // not null: its last argument
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc").Where(process => File.Exists($"{process}/cmdline")), process => Command(process).Contains(script, StringComparison.Ordinal));
    }

    private static string Command(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<string> FaultAsync(UpstreamHost host, string name) =>
        await Eventually.SeeAsync("the fault of " + name, async () => (await host.ViewAsync(name)).GetProperty("fault").GetString());

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException)
        {
            return false;
        }
    }
}
