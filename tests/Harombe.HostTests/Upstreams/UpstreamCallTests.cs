using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Principals;
using Harombe.Testing;

namespace Harombe.HostTests.Upstreams;

/// <summary>Tools of upstream servers, down the one road. The operator's word makes them harmless here, so that nobody must be asked.</summary>
public sealed class UpstreamCallTests
{
    private static readonly string[] All = ["echo", "fail", "hang", "crash", "noise", "big", "progress", "process", "deep", "fork"];

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task A_tool_is_called_in_the_era_of_its_server(string revision)
    {
        await using var host = await UpstreamHost.StartAsync();
        var script = revision == "2026-07-28" ? new JsonObject { ["modern"] = true } : new JsonObject { ["revision"] = revision };
        var server = await host.AddAsync("up", Harmless, one => one.Say(script));

        Assert.Equal("π", await host.TextAsync("up__echo", """{"text":"π"}"""));

        Assert.Equal(revision, (await host.ViewAsync("up")).GetProperty("revision").GetString());
        Assert.Single(server.Calls("echo"));
    }

    [Fact]
    public async Task A_tool_whose_headers_can_not_be_made_takes_no_other_with_it()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", Harmless, one => one.Say(new JsonObject { ["modern"] = true, ["tools"] = new JsonArray(Headed("echo", "Region"), Headed("fail", "not a header")) }));

        Assert.Equal(["up__echo"], host.Tools().Where(tool => tool.StartsWith("up__", StringComparison.Ordinal)));
        Assert.Equal("x", await host.TextAsync("up__echo", """{"text":"x"}"""));

        static JsonObject Headed(string name, string header) => new()
        {
            ["name"] = name,
            ["description"] = $"Does {name}.",
            ["inputSchema"] = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["text"] = new JsonObject { ["type"] = "string", ["x-mcp-header"] = header } } },
        };
    }

    [Fact]
    public async Task A_server_that_answers_whatever_it_is_asked_is_spoken_to_in_its_own_revision()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", Harmless, one => one.Say(new JsonObject { ["agreeable"] = true }));

        Assert.Equal("x", await host.TextAsync("up__echo", """{"text":"x"}"""));
        Assert.Equal("2025-11-25", (await host.ViewAsync("up")).GetProperty("revision").GetString());
    }

    [Fact]
    public async Task A_result_is_from_outside_whoever_vouches_for_the_server()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", entry => { Harmless(entry); entry["trust"] = "trusted"; });

        var result = Assert.IsType<CallResult.Completed>(await host.CallAsync("up__echo", """{"text":"x"}"""));

        Assert.Equal(Integrity.Outside, result.Content.Label.Integrity);
    }

    [Fact]
    public async Task What_nobody_has_said_anything_of_is_asked_about()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", script: one => one.SayTool("read_file", "Reads a file.", new JsonObject { ["annotations"] = new JsonObject { ["readOnlyHint"] = true } }));

        Assert.IsType<CallResult.Pending>(await host.CallAsync("up__read_file"));

        Assert.Empty(server.Requests("tools/call"));
    }

    [Fact]
    public async Task A_hint_of_harm_raises_the_risk_of_a_tool_that_nobody_vouches_for()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", script: one => one.SayTool("look", "Looks.", new JsonObject { ["annotations"] = new JsonObject { ["destructiveHint"] = true } }));

        var pending = Assert.IsType<CallResult.Pending>(await host.CallAsync("up__look"));

        Assert.Equal(Core.Tools.Risk.High, pending.Approval.Risk);
    }

    [Fact]
    public async Task Reading_of_a_trusted_server_runs_without_a_question()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync(
            "up",
            entry => entry["trust"] = "trusted",
            one => one.SayTool("read_note", "Reads a note.", new JsonObject { ["annotations"] = new JsonObject { ["readOnlyHint"] = true } }),
            accept: false);

        Assert.Equal("", await host.TextAsync("up__read_note"));
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_the_schema_never_reach_the_server()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", Harmless);

        Assert.Equal("schema.arguments", (await host.ReasonAsync("up__echo", """{"text":7}""")).Rule);

        Assert.Empty(server.Requests("tools/call"));
    }

    [Fact]
    public async Task An_error_of_a_server_is_one_with_its_words()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", Harmless);

        var reason = await host.ReasonAsync("up__fail");

        Assert.Equal(("upstream.error", "it failed, as it was told"), (reason.Rule, reason.Message));
    }

    [Fact]
    public async Task Progress_comes_through()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", Harmless);
        var reports = new Reports();

        var call = host.CallAsync("up__progress", progress: reports).AsTask();
        await Eventually.BeAsync("a report", () => reports.All.Count > 0);
        server.Go();

        Assert.IsType<CallResult.Completed>(await call);
        Assert.All(reports.All, report => Assert.StartsWith("step ", report.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled_at_the_server()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", Harmless);
        using var cancel = new CancellationTokenSource();

        var call = host.CallAsync("up__hang", cancellationToken: cancel.Token).AsTask();
        await Eventually.BeAsync("the call at the server", () => server.Calls("hang").Count == 1);
        await cancel.CancelAsync();

        Assert.Equal("tool.cancelled", Assert.IsType<CallResult.Failed>(await call).Reason.Rule);
        await Eventually.BeAsync("the cancellation at the server", () => server.Requests("notifications/cancelled").Count == 1);
    }

    [Fact]
    public async Task Only_those_that_a_server_is_for_see_and_call_it()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", entry => { Harmless(entry); entry["principals"] = new JsonArray("alice"); });
        var alice = new Principal(new PrincipalId("alice"), TokenKinds.Caller, ToolScope.Everything);

        Assert.DoesNotContain("up__echo", host.Tools());
        Assert.Contains("up__echo", host.Tools(alice));
        Assert.Equal("tool.audience", (await host.ReasonAsync("up__echo")).Rule);
        Assert.Empty(server.Requests("tools/call"));
        Assert.IsType<CallResult.Completed>(await host.CallAsync("up__echo", by: alice));
    }

    [Fact]
    public async Task The_operator_renames_rewords_and_takes_out_tools()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", entry => entry["tools"] = new JsonObject
        {
            ["echo"] = new JsonObject { ["alias"] = "say", ["description"] = "Says it again.", ["reads"] = true },
            ["fork"] = new JsonObject { ["enabled"] = false },
        });

        Assert.Contains("up__say", host.Tools());
        Assert.DoesNotContain("up__echo", host.Tools());
        Assert.DoesNotContain("up__fork", host.Tools());
        Assert.Equal("x", await host.TextAsync("up__say", """{"text":"x"}"""));
    }

    internal static void Harmless(JsonObject entry)
    {
        entry["tools"] = new JsonObject(All.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["reads"] = true })));
    }

    private sealed class Reports : IProgress<ToolProgress>
    {
        private readonly List<ToolProgress> all = [];

        public IReadOnlyList<ToolProgress> All
        {
            get
            {
                lock (all)
                {
                    return [.. all];
                }
            }
        }

        public void Report(ToolProgress value)
        {
            lock (all)
            {
                all.Add(value);
            }
        }
    }
}
