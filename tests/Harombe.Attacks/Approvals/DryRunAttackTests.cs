using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Harombe.Attacks.Guard;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Rules;
using Harombe.Policy.Rules.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Approvals;

/// <summary>A tool offers to show what it would do, and wants to use the moment in which somebody looks.</summary>
public sealed class DryRunAttackTests : IAsyncLifetime
{
    private const string Show = "counted.show";

    private readonly BesiegedApprovals host = BesiegedApprovals.Unstarted();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task What_only_reads_is_run_once_however_often_somebody_looks_and_stands_in_the_record()
    {
        await StartAsync((_, _) => Text("would send to ann\u202e\nand to nobody else"));
        var approval = await host.AskedAsync(BesiegedApprovals.Request());
        var shown = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ShownAsync(approval)));

        Assert.All(shown, one => Assert.Equal(["would send to ann⟨U+202E⟩", "and to nobody else"], one!.Value.GetProperty("lines").EnumerateArray().Select(line => line.GetString()))); // not null: it says something
        Assert.Equal(1, host.Host.Tools.RunsOf(Show));
        var intent = Assert.Single(await host.EntriesAsync("call.intent"));
        Assert.Equal((Show, "caller", """{"to":"ann"}"""), (intent.GetProperty("tool").GetString(), intent.GetProperty("principal").GetString(), intent.GetProperty("arguments").GetString()));
        Assert.Equal(0, host.Runs);
    }

    [Fact]
    public async Task One_that_changes_something_is_not_run()
    {
        await StartAsync((_, _) => Text("done"), tool => tool with { ReadOnly = false, Risk = Risk.Medium });
        Assert.Contains("is no tool that only reads", (await SaidAsync()), StringComparison.Ordinal);
        Assert.Equal(0, host.Host.Tools.RunsOf(Show));
    }

    [Fact]
    public async Task One_that_policy_would_ask_about_is_not_run_and_asks_nobody()
    {
        await StartAsync((_, _) => Text("done"));
        var faults = new List<PolicyFault>();
        var rules = PolicyReading.Read("p.yaml", "rules: [ { name: look, effect: ask, match: { tool: 'counted.*' } } ]"u8.ToArray(), faults);
        host.Host.Services.GetRequiredService<PolicyHolder>().Swap(new PolicySnapshot(PolicyProfile.Cautious, [.. rules], Encoding.UTF8.GetBytes("look")));
        Assert.Contains("nobody is asked about one", await SaidAsync(), StringComparison.Ordinal);
        Assert.Equal(0, host.Host.Tools.RunsOf(Show));
        Assert.Single(await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, default));
    }

    [Fact]
    public async Task One_that_never_ends_is_given_up()
    {
        await StartAsync(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, host.Clock, cancellationToken);
            return ToolContent.OfText("", Label.OfOutside);
        });
        var looking = SaidAsync();
        await Harombe.Testing.Eventually.BeAsync("it runs", () => host.Host.Tools.RunsOf(Show) == 1);
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("could not", await looking, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_tells_a_secret_tells_none()
    {
        const string secret = "ghp_" + "R4nd0mR4nd0mR4nd0mR4nd0mR4nd0mR4nd0m";
        await StartAsync((_, _) => Text($"with the token {secret}"));
        var approval = await host.AskedAsync(BesiegedApprovals.Request());
        Assert.DoesNotContain("R4nd0m", (await ShownAsync(approval))!.Value.GetRawText(), StringComparison.Ordinal); // not null: it says something
    }

    [Fact]
    public async Task One_of_another_source_is_none()
    {
        await StartAsync((_, _) => Text("done"), tool => tool with { Origin = "somebody else" });
        Assert.Null(await ShownAsync(await host.AskedAsync(BesiegedApprovals.Request())));
        Assert.Equal(0, host.Host.Tools.RunsOf(Show));
    }

    private static ValueTask<ToolOutcome> Text(string text) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText(text, Label.OfOutside));

    private async Task StartAsync(ToolBody body, Func<ToolDefinition, ToolDefinition>? define = null)
    {
        host.Host.Tools.Add(Show, body, define);
        await host.StartAsync();
        host.Host.Tools.Redefine(GuardedHost.Change, tool => tool with { DryRun = ToolName.Parse(Show) });
        _ = host.Host.Services.GetRequiredService<ToolCatalog>().Refresh();
    }

    private async Task<string> SaidAsync() => (await ShownAsync(await host.AskedAsync(BesiegedApprovals.Request())))?.GetProperty("what").GetString() ?? "";

    private async Task<JsonElement?> ShownAsync(Approval approval)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/approvals/{approval.Id}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await host.Host.Http.SendAsync(request);
        var shown = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return shown.TryGetProperty("preview", out var preview) && preview.TryGetProperty("dryRun", out var dryRun) ? dryRun : null;
    }
}
