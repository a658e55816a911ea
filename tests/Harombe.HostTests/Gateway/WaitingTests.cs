using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.HostTests.Gateway.Composition;

namespace Harombe.HostTests.Gateway;

public sealed class WaitingTests : IAsyncLifetime
{
    private GatewayHost host = null!;

    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var revision in new[] { Clients.June, Clients.November, Clients.Modern })
            {
                data.Add(revision, "notes_write", false);
                data.Add(revision, "notes_erase", false);
                data.Add(revision, "notes_erase", true);
            }

            return data;
        }
    }

    public static TheoryData<string> Revisions => Clients.Revisions;

    public async Task InitializeAsync() => host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Cases))]
    public async Task What_the_client_may_not_answer_waits_for_a_person_and_is_collected_once(string revision, string tool, bool offers)
    {
        await using var client = await Clients.ConnectAsync(
            host, revision, answer: offers ? (_, _) => throw new InvalidOperationException("A client was asked about high risk.") : null);

        var pending = await client.CallAsync(tool, "it");
        var id = pending.Member("approval")!;
        var still = await client.CollectAsync(id);
        await host.AnswerAsync(approve: true);
        var collected = await client.CollectAsync(id);
        var again = await client.CollectAsync(id);

        Assert.NotEqual(true, pending.IsError);
        Assert.Equal("pending", pending.Member("status"));
        Assert.Equal("http://harombe.test:8000/approvals/" + id, pending.Member("url"));
        Assert.Equal("2026-07-28T13:00:00Z", pending.Member("expiresAt"));
        Assert.Contains($"waiting for approval {id}", pending.Text(), StringComparison.Ordinal);
        Assert.Contains("harombe_approval", pending.Text(), StringComparison.Ordinal);
        Assert.Equal("pending", still.Member("status"));
        Assert.Equal(tool == "notes_erase" ? "erased it" : "wrote it", collected.Text());
        Assert.Equal("approval.spent", again.Member("rule"));
        Assert.Equal(1, host.Tools.RunsOf(tool.Replace('_', '.')));
        Assert.Single(host.Audit.Entries.OfType<CallIntent>());
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task Of_many_collections_at_once_one_runs_the_call(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);
        var id = (await client.CallAsync("notes_erase")).Member("approval")!;
        await host.AnswerAsync(approve: true);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.CollectAsync(id).AsTask()));

        Assert.Single(results, result => result.IsError != true);
        Assert.Equal(1, host.Tools.RunsOf("notes.erase"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_no_is_told_with_the_persons_reason(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision);
        var id = (await client.CallAsync("notes_erase")).Member("approval")!;
        await host.AnswerAsync(approve: false, "keep it");

        var result = await client.CollectAsync(id);

        Assert.True(result.IsError);
        Assert.Equal("approval.denied", result.Member("rule"));
        Assert.Contains("keep it", result.Text(), StringComparison.Ordinal);
        Assert.Equal(0, host.Tools.RunsOf("notes.erase"));
    }

    [Fact]
    public async Task A_question_that_nobody_answers_turns_into_a_no()
    {
        await using var client = await Clients.ConnectAsync(host, Clients.Modern);
        var id = (await client.CallAsync("notes_erase")).Member("approval")!;
        host.Clock.Advance(ApprovalsInMemory.DeferredTime);

        Assert.Equal("approval.expired", (await client.CollectAsync(id)).Member("rule"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task Another_principal_can_neither_see_nor_collect_an_approval(string revision)
    {
        await using var alice = await Clients.ConnectAsync(host, revision);
        await using var bob = await Clients.ConnectAsync(host, revision, "bob");
        var id = (await alice.CallAsync("notes_erase")).Member("approval")!;
        await host.AnswerAsync(approve: true);

        var foreign = await bob.CollectAsync(id);
        var none = await bob.CollectAsync(ApprovalId.New().Value);

        Assert.Equal("approval.unknown", foreign.Member("rule"));
        Assert.Equal(none.Text(), foreign.Text());
        Assert.Equal(0, host.Tools.RunsOf("notes.erase"));
    }

    [Fact]
    public async Task An_approval_outlives_the_session_that_it_was_asked_in()
    {
        string id;
        await using (var first = await Clients.ConnectAsync(host, Clients.November))
        {
            id = (await first.CallAsync("notes_erase", "it")).Member("approval")!;
        }

        await host.AnswerAsync(approve: true);
        await using var second = await Clients.ConnectAsync(host, Clients.Modern);

        Assert.Equal("erased it", (await second.CollectAsync(id)).Text());
    }

    [Fact]
    public async Task The_tool_for_approvals_takes_an_id_and_nothing_that_could_be_a_yes()
    {
        await using var client = await Clients.ConnectAsync(host, Clients.Modern);
        var id = (await client.CallAsync("notes_erase")).Member("approval")!;

        var result = await client.CallToolAsync("harombe_approval", new Dictionary<string, object?> { ["id"] = id, ["approve"] = true });

        Assert.Equal("schema.arguments", result.Member("rule"));
        Assert.Single(await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None));
    }
}
