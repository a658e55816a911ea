using System.Text;
using System.Text.Json;
using Harombe.Attacks.Approvals;
using Harombe.Attacks.Guard;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Tools;
using Harombe.Policy;
using Harombe.Policy.Provenance.Sessions;
using Harombe.Policy.Provenance.Tools;
using Harombe.Policy.Risks.Learning;
using Harombe.Policy.Rules;
using Harombe.Policy.Rules.History;
using Harombe.Policy.Rules.Reading;
using Harombe.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.Attacks.Policy;

/// <summary>Somebody makes a history for a tool, so that what it does next looks harmless.</summary>
public sealed class FarmedHistoryTests : IAsyncLifetime
{
    private readonly BesiegedApprovals host = BesiegedApprovals.Unstarted();

    public async Task InitializeAsync()
    {
        await host.StartAsync();
        host.Host.Tools.Redefine(GuardedHost.Change, tool => tool with
        {
            Description = "Sends a message.",
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string","description":"Email address of the recipient."}}}"""),
        });
        _ = host.Host.Services.GetRequiredService<ToolCatalog>().Refresh();
        var faults = new List<PolicyFault>();
        var rules = PolicyReading.Read("p.yaml", "rules: [ { name: ann, effect: allow, match: { tool: '*', arguments: [ { path: $.to, equals: ann@house.example } ] } } ]"u8.ToArray(), faults);
        Assert.Empty(faults);
        host.Host.Services.GetRequiredService<PolicyHolder>().Swap(new PolicySnapshot(PolicyProfile.Cautious, [.. rules], Encoding.UTF8.GetBytes("ann")));
    }

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task Ten_thousand_harmless_successes_let_no_send_through()
    {
        var rounds = Rounds.Of(quick: 100, full: 10_000);
        for (var i = 0; i < rounds; i++)
        {
            Assert.IsType<CallResult.Completed>(await host.CallAsync(BesiegedApprovals.Request("""{"to":"ann@house.example"}""")));
        }

        await LearnAsync();
        var asked = await host.AskedAsync(BesiegedApprovals.Request("""{"to":"eve@evil.example"}"""));
        Assert.Equal(Risk.High, asked.Risk);
        await host.RejectedAsync("approval.client", asked, new ApprovalAnswer(true, BesiegedApprovals.Caller, AnswerChannel.ClientAttested, null));
        Assert.Equal(rounds, host.Runs);
    }

    [Fact]
    public async Task Refusals_are_not_washed_away_by_successes_of_another_kind_nor_by_the_clients_own_yes()
    {
        var eve = """{"to":"eve@evil.example"}""";
        for (var i = 0; i < 3; i++)
        {
            var asked = await host.AskedAsync(BesiegedApprovals.Request(eve));
            Assert.Equal(Risk.High, asked.Risk);
            Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(asked.Id, new ApprovalAnswer(false, BesiegedApprovals.Approver("ann"), AnswerChannel.Http, "No."), default));
        }

        for (var i = 0; i < Rounds.Of(quick: 100, full: 2_000); i++)
        {
            Assert.IsType<CallResult.Completed>(await host.CallAsync(BesiegedApprovals.Request("""{"to":"ann@house.example"}""")));
        }

        await LearnAsync();
        var again = await host.AskedAsync(BesiegedApprovals.Request("""{"to":"other@evil.example"}"""));
        Assert.Equal(Risk.Critical, again.Risk);
        Assert.Contains("people said no to 3 of the last 3 calls of this kind", again.Why, StringComparison.Ordinal);
        Assert.Equal(Risk.High, (await host.AskedAsync(BesiegedApprovals.Request("""{"to":"kim@house.example"}"""))).Risk);

        // What was learned is in the record, and a host that starts anew learns it again.
        var afresh = ActivatorUtilities.CreateInstance<LearningFromRecord>(host.Host.Services, new LearnedHistory(
            name => host.Host.Services.GetRequiredService<ToolCatalog>().Current.Find(name)?.Definition, new ToolProfiles()));
        var tool = host.Host.Services.GetRequiredService<ToolCatalog>().Current.Find(GuardedHost.Change)!.Definition; // not null: the host offers it
        Assert.Equal("denied 3 3", (await afresh.CurrentAsync(CancellationToken.None)).Of(tool, ToolProfile.Of(tool), JsonElement.Parse(eve))?.ToString());
    }

    private Task LearnAsync() => host.Host.Services.GetRequiredService<LearningFromRecord>().ReadAsync(CancellationToken.None);
}
