using System.Net;
using System.Text;
using System.Text.Json;
using Harombe.RealTests.Gateway;
using Harombe.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.RealTests.Audit;

/// <summary>The audit log from the command line, against the real host.</summary>
public sealed class CommandTests
{
    // Made up; a token of this form that was never issued.
    private const string Token = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";

    [Fact]
    public async Task What_happened_is_found_shown_proved_exported_anchored_and_verified()
    {
        await using var host = await HostProcess.StartAsync([("audit.origin", "example.com/log1"), ("audit.anchors.file", "/dev/null")]);
        await host.Owner.ChatAsync("what time is it?");

        var found = await SayAsync(host, "audit", "search", "--tool", "clock.", "--kind", "call.intent", "--json");
        var entry = JsonDocument.Parse(found.Split('\n')[0]).RootElement;
        var number = entry.GetProperty("sequence").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("sequence,time,kind", await SayAsync(host, "audit", "search", "clock_now", "--format", "csv"), StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"call.intent\"", await SayAsync(host, "audit", "show", number), StringComparison.Ordinal);
        Assert.Contains("example.com/log1\n", await SayAsync(host, "audit", "anchor"), StringComparison.Ordinal);
        Assert.Contains("signed ", await SayAsync(host, "audit", "stats"), StringComparison.Ordinal);
        var key = Path.Combine(host.DataFolder, "audit.pub");
        Directory.CreateDirectory(host.Beside("proofs"));
        await SayAsync(host, "audit", "prove", number, "--out", host.Beside("proofs"));
        Assert.Contains("proved: ", await SayAsync(host, "audit", "prove", number, "--out", host.Beside("proofs"), "--check", key), StringComparison.Ordinal);
        await SayAsync(host, "audit", "export", host.Beside("tiles"));
        Assert.True(File.Exists(Path.Combine(host.Beside("tiles"), "checkpoint")));
        Assert.Contains("signed: the first", await SayAsync(host, "audit", "verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planted_secret_is_in_no_database_no_blob_no_export_and_nothing_that_was_forwarded()
    {
        var forwarded = new StringBuilder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        await using var receiver = builder.Build();
        receiver.MapPost("/v1/logs", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var body = await reader.ReadToEndAsync();
            lock (forwarded)
            {
                forwarded.Append(body);
            }
        });
        await receiver.StartAsync();
        await using var host = await HostProcess.StartAsync([("audit.forward.otlp", receiver.Urls.First())]);
        Directory.CreateDirectory(host.Workspace);
        await File.WriteAllTextAsync(Path.Combine(host.Workspace, "leak.txt"), $"the token is {Token}\n");

        await host.Owner.ChatAsync($"write notes.txt with {Token}");
        await host.Owner.ChatAsync("read leak.txt");
        await host.Owner.ChatAsync($"read {Token}.txt");
        await host.Owner.ChatAsync($"write big.txt with {new string('x', 60_000)} {Token}");
        using (var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Owner.Url, $"/audit?text={Token}")))
        {
            request.Headers.Add("X-Token", Token);
            using var answer = await host.Owner.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await Eventually.BeAsync("the calls are forwarded", () =>
        {
            lock (forwarded)
            {
                return forwarded.ToString().Contains("files.read", StringComparison.Ordinal);
            }
        });
        await SayAsync(host, "audit", "anchor");
        await SayAsync(host, "audit", "export", host.Beside("tiles"));
        await SayAsync(host, "stop");
        File.Delete(Path.Combine(host.Workspace, "leak.txt"));

        string[] forms = [Token, Convert.ToBase64String(Encoding.ASCII.GetBytes(Token))[..40], Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Token))];
        foreach (var file in Directory.EnumerateFiles(host.DataFolder, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(host.Beside("tiles"), "*", SearchOption.AllDirectories)))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.All(forms, form => Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(form)) < 0, file));
        }

        lock (forwarded)
        {
            Assert.All(forms, form => Assert.DoesNotContain(form, forwarded.ToString(), StringComparison.Ordinal));
        }
    }

    [RealFact("gcc")]
    public async Task A_host_whose_disk_fills_up_runs_no_tool_says_why_stays_up_and_goes_on_when_there_is_room()
    {
        // The folder isn't known before the host is made: the library is told by a link to where it will be.
        using var marker = new TemporaryFolder();
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = await DurabilityTests.BuildAsync(), ["LOST_WRITES_SUFFIX"] = "/audit.db-wal", ["LOST_WRITES_FOLDER"] = marker.Path };
        await using var host = await HostProcess.StartAsync(environment);
        await host.Owner.ChatAsync("what time is it?");
        var intents = (await host.Owner.AuditAsync("call.intent")).Count;
        await File.WriteAllTextAsync(marker["enospc"], "");

        var refused = (await host.Owner.ChatAsync("write notes.txt with hello")).GetRawText() + (await host.Owner.ChatAsync("what time is it?")).GetRawText();

        Assert.Contains("the disk is full", refused, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(host.Workspace, "notes.txt")));
        Assert.Equal(intents, (await host.Owner.AuditAsync("call.intent")).Count);
        File.Delete(marker["enospc"]);
        await host.Owner.ChatAsync("what time is it?");
        Assert.Equal(intents + 1, (await host.Owner.AuditAsync("call.intent")).Count);
    }

    private static async Task<string> SayAsync(HostProcess host, params string[] words)
    {
        var ending = await host.Program.RunAsync(words);
        Assert.True(ending.ExitCode == 0, $"{string.Join(' ', words)}: {ending.ExitCode}\n{ending.Out}\n{ending.Error}");
        return ending.Out;
    }
}
