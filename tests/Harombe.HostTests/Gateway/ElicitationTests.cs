using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.HostTests.Gateway.Composition;
using ModelContextProtocol.Protocol;

namespace Harombe.HostTests.Gateway;

public sealed class ElicitationTests : IAsyncLifetime
{
    private GatewayHost host = null!;

    public static TheoryData<string> Revisions => Clients.Revisions;

    public async Task InitializeAsync() => host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_client_that_offers_elicitation_is_asked_and_a_yes_runs_the_call_once(string revision)
    {
        var asked = new List<ElicitRequestParams>();
        await using var client = await Clients.ConnectAsync(host, revision, answer: (question, _) =>
        {
            asked.Add(question);
            return ValueTask.FromResult(Clients.Accept("allow"));
        });

        var result = await client.CallAsync("notes_write", "buy \u202Emilk");

        Assert.Equal("wrote buy \u202Emilk", result.Text());
        var question = Assert.Single(asked);
        Assert.Contains("Allow notes.write to run?", question.Message, StringComparison.Ordinal);
        Assert.Contains("""{"text":"buy \u{202e}milk"}""", question.Message, StringComparison.Ordinal);
        Assert.Contains("Risk: medium", question.Message, StringComparison.Ordinal);
        Assert.Contains("can change something and its risk is medium", question.Message, StringComparison.Ordinal);
        Assert.Equal(["decision"], question.RequestedSchema!.Properties.Keys);
        Assert.Equal(1, host.Tools.RunsOf("notes.write"));
        var spent = Assert.Single(await host.Approvals.ListAsync(null, null, 10, CancellationToken.None));
        Assert.Equal((ApprovalState.Spent, AnswerChannel.ClientAttested, "alice"), (spent.State, spent.AnsweredVia, spent.AnsweredBy?.Value));
        Assert.Equal(spent.Call, Assert.Single(host.Audit.Entries.OfType<CallIntent>()).Call);
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task The_principal_of_the_second_round_is_the_one_of_the_first(string revision)
    {
        await using var alice = await Clients.ConnectAsync(host, revision, answer: (_, _) => ValueTask.FromResult(Clients.Accept("allow")));
        await using var bob = await Clients.ConnectAsync(host, revision, "bob", (_, _) => ValueTask.FromResult(Clients.Accept("allow")));

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i => (i, Text: (await (i % 2 == 0 ? alice : bob).CallAsync("notes_whoami")).Text())));

        Assert.All(results, result => Assert.StartsWith(result.i % 2 == 0 ? "alice mcp_" : "bob mcp_", result.Text, StringComparison.Ordinal));
        Assert.All(results, result => Assert.EndsWith(" Mcp client/private", result.Text, StringComparison.Ordinal));
        Assert.Equal(2, results.Select(result => result.Text).Distinct().Count());
    }

    public static TheoryData<string, string, string> Denials
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var revision in new[] { Clients.June, Clients.November, Clients.Modern })
            {
                data.Add(revision, "decline", "");
                data.Add(revision, "accept", "deny");
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Denials))]
    public async Task A_no_refuses_the_call_and_is_recorded(string revision, string action, string decision)
    {
        await using var client = await Clients.ConnectAsync(
            host, revision, answer: (_, _) => ValueTask.FromResult(action == "accept" ? Clients.Accept(decision) : new ElicitResult { Action = action }));

        var result = await client.CallAsync("notes_write");

        Assert.True(result.IsError);
        Assert.Equal("approval.denied", result.Member("rule"));
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
        Assert.Equal(ApprovalState.Denied, Assert.Single(await host.Approvals.ListAsync(null, null, 10, CancellationToken.None)).State);
        Assert.Contains(host.Audit.Entries.OfType<CallStopped>(), entry => entry.Reason.Rule == "approval.denied");
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_dialogue_that_is_closed_or_answered_unreadably_leaves_the_question_standing(string revision)
    {
        var answers = new Queue<ElicitResult>([new ElicitResult { Action = "cancel" }, Clients.Accept("ALLOW"), new ElicitResult { Action = "accept" }]);
        await using var client = await Clients.ConnectAsync(host, revision, answer: (_, _) => ValueTask.FromResult(answers.Dequeue()));

        for (var i = 0; i < 3; i++)
        {
            var result = await client.CallAsync("notes_write");

            Assert.Equal("pending", result.Member("status"));
        }

        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
        Assert.Equal(3, (await host.Approvals.ListAsync(ApprovalState.Waiting, null, 10, CancellationToken.None)).Count);
    }

    [Theory]
    [InlineData(Clients.June)]
    [InlineData(Clients.November)]
    public async Task A_held_call_ends_when_its_question_expires(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision, answer: async (_, cancellationToken) =>
        {
            host.Clock.Advance(ApprovalsInMemory.InteractiveTime);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Clients.Accept("allow");
        });

        var result = await client.CallAsync("notes_write");

        Assert.Equal("approval.expired", result.Member("rule"));
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task A_yes_that_comes_after_the_expiry_runs_nothing(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision, answer: (_, _) =>
        {
            host.Clock.Advance(ApprovalsInMemory.InteractiveTime);
            return ValueTask.FromResult(Clients.Accept("allow"));
        });

        var result = await client.CallAsync("notes_write");

        Assert.True(result.IsError);
        Assert.Equal(revision == Clients.Modern ? "state.expired" : "approval.expired", result.Member("rule"));
        Assert.Equal(0, host.Tools.RunsOf("notes.write"));
    }

    [Theory, MemberData(nameof(Revisions))]
    public async Task Arguments_too_long_to_be_shown_are_not_asked_about_in_a_dialogue(string revision)
    {
        await using var client = await Clients.ConnectAsync(host, revision, answer: (_, _) => throw new InvalidOperationException("asked"));

        var result = await client.CallAsync("notes_write", new string('x', 5000));

        Assert.Equal("pending", result.Member("status"));
    }
}
