using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;

namespace Harombe.Tests.Policy.Approvals;

public sealed class AskingTests
{
    [Theory]
    [InlineData(Risk.Low, Patience.Interactive, null, 30)]
    [InlineData(Risk.Medium, Patience.Interactive, null, 60)]
    [InlineData(Risk.High, Patience.Interactive, null, 120)]
    [InlineData(Risk.Critical, Patience.Interactive, null, 120)]
    [InlineData(Risk.Unknown, Patience.Interactive, null, 120)]
    [InlineData(Risk.Low, Patience.Deferred, null, 86_400)]
    [InlineData(Risk.Critical, Patience.Interactive, 45, 45)]
    [InlineData(Risk.Critical, Patience.Deferred, 45, 86_400)]
    public async Task A_question_stands_as_long_as_promised(Risk risk, Patience patience, int? timeout, int seconds)
    {
        await using var host = await PolicyHost.StartAsync(options => options.Timeout = timeout is { } set ? TimeSpan.FromSeconds(set) : null);

        var approval = await host.AskAsync(Calls.Of(Calls.Tool(risk: risk), patience: patience));

        Assert.Equal(TimeSpan.FromSeconds(seconds), approval.ExpiresAt - approval.AskedAt);
        Assert.Equal(ApprovalState.Waiting, approval.State);
        Assert.Equal(["asked"], host.Audit.EventsOf(approval.Id));
    }

    [Fact]
    public async Task A_stored_question_reads_back_as_it_was_asked()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of(arguments: """{"z":1.50,"a":"\u202e<b>","n":null}""");

        var asked = await host.AskAsync(call);
        var found = await host.Approvals.FindAsync(asked.Id, default);

        Assert.NotNull(found);
        Assert.Equal(call.Arguments.Canonical.ToArray(), CanonicalJson.Write(found.Arguments));
        Assert.Equal(asked with { Arguments = default }, found with { Arguments = default });
    }

    [Fact]
    public async Task Asking_again_while_the_first_question_waits_returns_the_first()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();

        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => host.AskAsync(call))));

        var id = Assert.Single(asked.Select(approval => approval.Id).Distinct());
        Assert.Equal(["asked"], host.Audit.EventsOf(id));
    }

    [Fact]
    public async Task Asking_again_after_the_first_question_expired_asks_anew()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var first = await host.AskAsync(call);
        host.Time.Jump = TimeSpan.FromHours(1);

        var second = await host.AskAsync(call);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(["asked", "expired"], host.Audit.EventsOf(first.Id));
    }

    [Theory]
    [InlineData(true, "approval.principal")]
    [InlineData(false, "approval.mismatch")]
    public async Task The_id_of_a_waiting_call_opens_nothing_to_another_call(bool otherPrincipal, string rule)
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        await host.AskAsync(call);
        var other = otherPrincipal ? call with { Principal = Calls.OtherIde } : call with { Arguments = Calls.Arguments("{}") };

        var outcome = await host.Approvals.AskAsync(other, Calls.Ask(other), default);

        Assert.Equal(rule, Assert.IsType<AskOutcome.Refused>(outcome).Reason.Rule);
    }

    [Fact]
    public async Task Nobody_is_asked_about_a_denied_call()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Calls.Of();
        var denied = Calls.Ask(call) with { Verdict = Verdict.Deny, Rule = "access.tools" };

        Assert.Equal("access.tools", Assert.IsType<AskOutcome.Refused>(await host.Approvals.AskAsync(call, denied, default)).Reason.Rule);
        Assert.Empty(await host.Approvals.ListAsync(null, null, 10, default));
    }

    [Fact]
    public async Task A_principal_has_so_many_questions_waiting_and_no_more()
    {
        await using var host = await PolicyHost.StartAsync();
        for (var i = 0; i < 200; i++)
        {
            await host.AskAsync(Calls.Of());
        }

        var call = Calls.Of();
        Assert.Equal("approval.full", Assert.IsType<AskOutcome.Refused>(await host.Approvals.AskAsync(call, Calls.Ask(call), default)).Reason.Rule);

        await host.AskAsync(Calls.Of(by: Calls.OtherIde));
        host.Time.Advance(121);
        await host.AskAsync(call);
    }
}
