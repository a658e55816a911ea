using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Testing;
using Harombe.Testing.Anthropic;
using Harombe.Testing.OpenAI;

namespace Harombe.RealTests.Processes;

/// <summary>A model that runs away, again and again, against a host in a process of its own: what the kernel says of that process stays flat.</summary>
public sealed class RunawayMemoryTests(ITestOutputHelper output)
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task Memory_is_flat_however_often_a_model_runs_away()
    {
        await using var model = await OpenAIServer.StartAsync(wantsKey: false);
        await using var host = await HostProcess.StartAsync(
            ("model", "tested"), ("models.tested.provider", "openai"), ("models.tested.model", OpenAIServer.Model), ("models.tested.base_url", model.Url.ToString()),
            ("budgets.turn.tokens", "20000"), ("budgets.turn.calls", "20"));
        // What the collector keeps for next time has its size after a few rounds.
        for (var round = 0; round < 4; round++)
        {
            await RunAwayAsync(host, model);
        }

        var before = Memory(host, "VmRSS");
        // The least of the last rounds: one may end just before the collector comes, and what is lost for good lies under all of them.
        var (rounds, after) = (Rounds.Of(4, 20), long.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            await RunAwayAsync(host, model);
            after = round < rounds / 2 ? after : Math.Min(after, Memory(host, "VmRSS"));
        }

        var peak = Memory(host, "VmHWM");
        output.WriteLine($"resident {before / MiB} MiB before, {after / MiB} MiB after, {peak / MiB} MiB at the peak");
        Assert.True(after - before < 256 * MiB, $"{(after - before) / MiB} MiB more than before");
        Assert.True(peak < 1536 * MiB, $"{peak / MiB} MiB at the peak");
    }

    private static async Task RunAwayAsync(HostProcess host, OpenAIServer model)
    {
        model.Script.Add(new ScriptedReply([]) { Repeat = "and so on and on and on " });
        await EndsByAsync(host, "budget.tokens");
        model.Script.Add(Large(10 << 20));
        await EndsByAsync(host, "budget.arguments");
        model.Script.Add(Large(20 << 20));
        await EndsByAsync(host, "budget.reply");
        model.Script.Tools([.. Enumerable.Range(0, 1000).Select(number => ("clock_now", $$"""{"n":{{number}}}"""))]);
        await EndsByAsync(host, "budget.calls");
    }

    private static async Task EndsByAsync(HostProcess host, string rule)
    {
        var reply = await host.Owner.ChatAsync("go");
        Assert.True(reply.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.GetProperty("rule").GetString() == rule, reply.GetRawText()[..Math.Min(500, reply.GetRawText().Length)]);
    }

    private static ScriptedReply Large(int bytes) =>
        new([new ScriptedBlock.ToolUse("call_large", "clock_now", [$$"""{"text":"{{new StringBuilder().Append('x', bytes)}}"}"""])]);

    // As the kernel counts it, in bytes.
    private static long Memory(HostProcess host, string line) => long.Parse(
        File.ReadLines($"/proc/{host.Id}/status").First(text => text.StartsWith(line + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
