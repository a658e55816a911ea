using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Testing.Roads;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>A yes to other arguments than those that were asked about.</summary>
public sealed class EditTests : IAsyncLifetime
{
    private const string Right = """{"text":"hello","to":"bob@example.org"}""";

    private PolicyHost host = null!; // not null: InitializeAsync

    public async Task InitializeAsync() => host = await PolicyHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    private static ApprovalAnswer With(string arguments) => Calls.Yes() with { Edited = JsonElement.Parse(arguments) };

    private async Task<Approval> EditedAsync(ToolCall call)
    {
        var approval = await host.AskAsync(call);
        return Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, With(Right), default)).Approval;
    }

    [Fact]
    public async Task The_edited_call_is_bound_and_the_one_that_was_asked_about_is_not_allowed_any_more()
    {
        var call = Calls.Of();
        var approval = await EditedAsync(call);
        await host.RestartAsync();

        await host.RefusedAsync("approval.mismatch", approval, call, says: "not those that the person wrote");
        await host.RefusedAsync("approval.mismatch", approval, call with { Arguments = Calls.Arguments("""{"to":"eve@example.org"}""") });
        await host.RefusedAsync("approval.mismatch", approval, call with { Id = CallId.New(), Arguments = Calls.Arguments(Right) });
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call with { Arguments = Calls.Arguments(Right) }));
        await host.RefusedAsync("approval.spent", approval, call with { Arguments = Calls.Arguments(Right) });
    }

    [Fact]
    public async Task Both_versions_are_in_the_record()
    {
        var approval = await EditedAsync(Calls.Of());
        var entry = host.Audit.TextOf(approval.Id, "approved");
        Assert.Contains("ann@example.org", entry, StringComparison.Ordinal);
        Assert.Contains("bob@example.org", entry, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"hello","to":"ann@example.org"}""", "approval.edit")]
    [InlineData("""["a"]""", "approval.edit")]
    [InlineData("""{"to":5}""", "approval.edit-schema")]
    [InlineData($$"""{"to":"{{CanaryScanner.Canary}}"}""", "approval.edit-secret")]
    public async Task Arguments_that_the_call_itself_could_not_have_are_not_taken(string arguments, string rule)
    {
        host.Tools[0] = host.Tools[0] with { InputSchema = JsonElement.Parse("""{"type":"object","properties":{"to":{"type":"string"}}}""") };
        host.Change();
        var approval = await host.AskAsync(Calls.Of(host.Tools[0]));

        await host.RejectedAsync(rule, approval, With(arguments));
        Assert.Equal(ApprovalState.Waiting, (await host.Approvals.FindAsync(approval.Id, default))?.State);
    }

    [Fact]
    public async Task A_client_several_people_and_a_grant_go_without()
    {
        var medium = Calls.Of(Calls.Tool(risk: Risk.Medium));
        await host.RejectedAsync("approval.edit", await host.AskAsync(medium), With(Right) with { By = Calls.Ide, Channel = AnswerChannel.ClientAttested });
        await host.RejectedAsync("approval.edit", await host.AskAsync(Calls.Of()), With(Right) with { Grant = new GrantTerms(true, null, null, null) });
        var call = Calls.Of();
        var several = Assert.IsType<AskOutcome.Asked>(await host.Approvals.AskAsync(call, Calls.Asks(call, AnswerDemand.Anybody with { Quorum = 2 }), default)).Approval;
        await host.RejectedAsync("approval.edit", several, With(Right));
    }

    [Fact]
    public async Task What_policy_finds_riskier_than_what_was_asked_is_asked_anew()
    {
        var call = Calls.Of();
        var approval = await EditedAsync(call);
        var changed = call with { Arguments = Calls.Arguments(Right) };
        await host.RefusedAsync("approval.edit-risk", approval, changed, Calls.Ask(changed) with { Risk = Risk.Critical });
        await host.RefusedAsync("access.tools", approval, changed, Calls.Ask(changed) with { Verdict = Verdict.Deny, Rule = "access.tools" });
    }

    [Theory]
    [InlineData("edited = '{\"text\":\"hello\",\"to\":\"eve@example.org\"}'")]
    [InlineData("edit_binding = 'aa'")]
    [InlineData("edited = NULL, edit_binding = NULL")]
    public async Task An_edit_that_was_altered_in_the_database_lets_nothing_run(string change)
    {
        var call = Calls.Of();
        var approval = await EditedAsync(call);
        await host.State.WriteAsync(connection => connection.Execute($"UPDATE approvals SET {change}"), default);

        foreach (var arguments in (string[])[Right, """{"text":"hello","to":"eve@example.org"}""", """{"text":"hello","to":"ann@example.org"}"""])
        {
            await host.RefusedAsync("approval.mismatch", approval, call with { Arguments = Calls.Arguments(arguments) });
        }
    }
}
