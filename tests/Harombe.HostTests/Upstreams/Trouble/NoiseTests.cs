using System.Text.Json.Nodes;
using Harombe.Core.Calls;
using Harombe.Gateway.Upstreams.Processes;
using Harombe.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>Servers that talk beside the protocol.</summary>
public sealed class NoiseTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("text before the protocol", "echo Starting up...; exec \"$@\"")]
    [InlineData("binary before the protocol", "head -c 100000 /dev/urandom; echo; exec \"$@\"")]
    [InlineData("blank lines and a byte order mark", "printf '\\n\\n\\357\\273\\277\\n'; exec \"$@\"")]
    [InlineData("JSON that is no message", "echo '{}'; echo '[]'; echo '{\"jsonrpc\":\"2.0\"}'; echo '{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}'; exec \"$@\"")]
    [InlineData("an answer that nobody asked for", "echo '{\"jsonrpc\":\"2.0\",\"id\":\"nobody\",\"result\":{\"protocolVersion\":\"1999-01-01\"}}'; exec \"$@\"")]
    [InlineData("a page on standard error", "head -c 3000000 /dev/zero | tr '\\0' 'e' >&2; exec \"$@\"")]
    public async Task Garbage_before_the_protocol_is_passed_over(string what, string script)
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", entry =>
        {
            UpstreamCallTests.Harmless(entry);
            var words = entry["args"]!.AsArray().Select(word => (JsonNode)word!.DeepClone()).ToArray();
            (entry["command"], entry["args"]) = ("sh", new JsonArray(["-c", script, "sh", "dotnet", .. words]));
        });

        Assert.Equal("x", await host.TextAsync("up__echo", """{"text":"x"}"""));
        output.WriteLine(what);
    }

    [Fact]
    public async Task Garbage_without_an_end_ends_its_server_and_nobody_else()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.SendAsync("POST", "/upstreams", new JsonObject { ["name"] = "up", ["command"] = "cat", ["args"] = new JsonArray("/dev/zero"), ["start_timeout"] = "20s" });
        await host.SendAsync("POST", "/upstreams", new JsonObject { ["name"] = "yes", ["command"] = "yes", ["start_timeout"] = "3s" });
        await host.AddAsync("good", UpstreamCallTests.Harmless);

        Assert.Equal("x", await host.TextAsync("good__echo", """{"text":"x"}"""));
        foreach (var name in new[] { "up", "yes" })
        {
            output.WriteLine(await Eventually.SeeAsync("the fault of " + name, async () => (await host.ViewAsync(name)).GetProperty("fault").GetString()));
        }

        Assert.Equal("x", await host.TextAsync("good__echo", """{"text":"x"}"""));
    }

    [Fact]
    public async Task A_server_that_shouts_is_heard_and_does_not_fill_the_log()
    {
        await using var host = await UpstreamHost.StartAsync();
        await host.AddAsync("up", entry => entry["tools"] = new JsonObject { ["shout"] = new JsonObject { ["reads"] = true } }, one => one.SayTool("shout", "Shouts.", new JsonObject { ["inputSchema"] = new JsonObject { ["type"] = "object" } }));

        Assert.Equal("x", await host.TextAsync("up__shout", """{"text":"x","size":SIZE}""".Replace("SIZE", Rounds.Of(quick: 4000, full: 20_000).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_left_out_of_the_log_is_counted()
    {
        var clock = new FakeTimeProvider();
        var (taken, left) = (new List<string>(), new List<long>());
        var lines = new LoggedLines(clock, taken.Add, left.Add);

        for (var i = 0; i < 10_000; i++)
        {
            lines.Take("line");
        }

        Assert.Equal((200, 0), (taken.Count, left.Count));
        clock.Advance(TimeSpan.FromSeconds(1));
        lines.Take("again");
        Assert.Equal("again", taken[^1]);
        Assert.Equal([9800], left);
    }

    [Fact]
    public async Task A_server_that_says_over_and_over_that_its_list_changed_is_asked_a_few_times_only()
    {
        await using var host = await UpstreamHost.StartAsync();
        var server = await host.AddAsync("up", entry => entry["tools"] = new JsonObject { ["flood"] = new JsonObject { ["reads"] = true } }, one => one.SayTool("flood", "Floods.", new JsonObject { ["inputSchema"] = new JsonObject { ["type"] = "object" } }));
        var before = server.Requests("tools/list").Count;

        Assert.Equal("x", await host.TextAsync("up__flood", """{"text":"x","size":SIZE}""".Replace("SIZE", Rounds.Of(quick: 4000, full: 20_000).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));

        var asked = server.Requests("tools/list").Count - before;
        output.WriteLine($"asked {asked} times");
        Assert.InRange(asked, 1, 200);
    }

    // As the run-times write it, shortened.
    [Theory]
    [InlineData("Error: Cannot find module '/srv/index.js'", "node:internal/modules/cjs/loader:1228\n  throw err;\n  ^\n\nError: Cannot find module '/srv/index.js'\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}\n\nNode.js v20.19.2")]
    [InlineData("TypeError [ERR_X]: bad", "file:///srv/a.mjs:1\nthrow new TypeError\n^\n\nTypeError [ERR_X]: bad\n    at a (file:///srv/a.mjs:1:1)\n\nNode.js v22.1.0")]
    [InlineData("ModuleNotFoundError: No module named 'mcp'", "Traceback (most recent call last):\n  File \"s.py\", line 1, in <module>\n    import mcp\nModuleNotFoundError: No module named 'mcp'")]
    [InlineData("Unhandled exception. System.IO.FileNotFoundException: Could not load file", "Unhandled exception. System.IO.FileNotFoundException: Could not load file\n   at Program.<Main>$(String[] args)\n")]
    [InlineData("panic: no such table: notes", "panic: no such table: notes\n\ngoroutine 1 [running]:\nmain.main()\n\t/srv/main.go:9 +0x18")]
    [InlineData("npm error 404 Not Found - GET the package", "npm error code E404\nnpm error 404 Not Found - GET the package\nnpm error A complete log of this run can be found in: /x/y.log")]
    [InlineData("sh: 1: nope: not found", "sh: 1: nope: not found\n")]
    [InlineData("API_KEY is required", "my-server 1.0\nAPI_KEY is required\nusage: my-server")]
    [InlineData("two", "one\ntwo")]
    [InlineData(null, "")]
    public void The_line_that_says_why_a_program_ended_is_found(string? line, string said) =>
        Assert.Equal(line, TellingLine.Of([.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries)])?.Trim());
}
