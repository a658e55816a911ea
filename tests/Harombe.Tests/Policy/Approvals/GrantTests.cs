using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.State;
using Harombe.Core.Tools;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>A yes that reaches beyond one call.</summary>
public sealed class GrantTests : IAsyncLifetime
{
    private const string Note = """{"content":"hi","path":"notes/a.txt"}""";
    private static readonly JsonElement InNotes = JsonElement.Parse("""{"path":{"within":"notes"},"content":{"any":true}}""");

    private PolicyHost host = null!; // not null: InitializeAsync

    public async Task InitializeAsync() => host = await PolicyHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    private ToolCall Write(string arguments = Note, SessionId? session = null) =>
        Calls.Of(host.Tools[1], arguments) with { Session = session ?? new SessionId("ses_one") };

    private async Task<Grant> GivenAsync(ToolCall call, GrantTerms terms, Decision? decision = null) =>
        Assert.IsType<AnswerOutcome.Recorded>(await AnswerAsync(call, terms, decision)).Grant!; // not null: it was recorded with terms

    private async Task<AnswerOutcome> AnswerAsync(ToolCall call, GrantTerms terms, Decision? decision = null, ApprovalAnswer? yes = null)
    {
        var approval = Assert.IsType<AskOutcome.Asked>(await host.Approvals.AskAsync(call, decision ?? Calls.Asks(call), default)).Approval;
        var given = yes ?? Calls.Yes();
        if (terms.Pattern is not null && terms.Confirm is null && await host.Grants.ProposeAsync(approval.Id, terms, given.By, default) is GrantProposal.Possible possible)
        {
            terms = terms with { Confirm = possible.Confirm };
        }

        return await host.Approvals.AnswerAsync(approval.Id, given with { Grant = terms }, default);
    }

    private ValueTask<Grant?> UseAsync(ToolCall call, Decision? decision = null) => host.Grants.UseAsync(call, decision ?? Calls.Asks(call), default);

    private async Task RefusedAsync(string rule, ToolCall call, GrantTerms terms, Decision? decision = null, ApprovalAnswer? yes = null) =>
        Assert.Equal(rule, Assert.IsType<AnswerOutcome.Rejected>(await AnswerAsync(call, terms, decision, yes)).Reason.Rule);

    private static GrantTerms ForSession => new(true, null, null, null);

    private static GrantTerms For(TimeSpan time) => new(false, time, null, null);

    private static GrantTerms Like(JsonElement pattern) => new(false, null, pattern, null);

    [Fact]
    public async Task For_this_session_it_answers_the_same_call_again_and_in_no_other_session()
    {
        var grant = await GivenAsync(Write(), ForSession);

        Assert.Equal(grant.Id, (await UseAsync(Write()))?.Id);
        Assert.Null(await UseAsync(Write(session: new SessionId("ses_two"))));
        Assert.Null(await UseAsync(Write("""{"content":"ho","path":"notes/a.txt"}""")));
        Assert.Equal(["given", "used"], host.Audit.Grants);
    }

    [Fact]
    public async Task For_a_time_it_ends_by_the_steady_clock()
    {
        await GivenAsync(Write(), For(TimeSpan.FromHours(1)));
        host.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.NotNull(await UseAsync(Write(session: SessionId.New())));

        host.Time.Jump = TimeSpan.FromHours(-5);
        host.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await UseAsync(Write()));
    }

    [Fact]
    public async Task A_pattern_covers_what_it_says_and_nothing_else()
    {
        await GivenAsync(Write(), Like(InNotes));

        Assert.NotNull(await UseAsync(Write("""{"content":"other","path":"notes/deep/b.txt"}""", SessionId.New())));
        foreach (var other in (string[])["""{"content":"x","path":"notes/../a.txt"}""", """{"content":"x","path":"notesbook/a.txt"}""", """{"content":"x","path":"/notes/a.txt"}""",
            """{"content":"x","path":"notes/a.txt","mode":"0777"}""", """{"content":"x"}""", """{"content":"x","path":["notes/a.txt"]}"""])
        {
            Assert.Null(await UseAsync(Write(other)));
        }
    }

    [Fact]
    public async Task A_pattern_is_shown_with_what_it_would_also_have_allowed_before_it_counts()
    {
        await host.Approvals.AskAsync(Write("""{"content":"x","path":"notes/earlier.txt"}"""), Calls.Asks(Write()), default);
        await host.Approvals.AskAsync(Write("""{"content":"x","path":"private/key"}"""), Calls.Asks(Write()), default);
        var approval = Assert.IsType<AskOutcome.Asked>(await host.Approvals.AskAsync(Write(), Calls.Asks(Write()), default)).Approval;

        var shown = Assert.IsType<GrantProposal.Possible>(await host.Grants.ProposeAsync(approval.Id, Like(InNotes), Calls.Ann, default));

        Assert.Equal(["content may be anything", "path lies within notes"], shown.Shown);
        Assert.Equal("notes/earlier.txt", Assert.Single(shown.WouldAlso).Arguments.GetProperty("path").GetString());
        Assert.Equal(2, shown.Of);
        Assert.Empty(host.Audit.Grants);
    }

    [Fact]
    public async Task A_pattern_that_was_not_shown_or_was_widened_after_is_refused_and_the_question_stays_open()
    {
        var approval = Assert.IsType<AskOutcome.Asked>(await host.Approvals.AskAsync(Write(), Calls.Asks(Write()), default)).Approval;
        var shown = Assert.IsType<GrantProposal.Possible>(await host.Grants.ProposeAsync(approval.Id, Like(InNotes), Calls.Ann, default));
        var wide = JsonElement.Parse("""{"path":{"any":true},"content":{"any":true}}""");

        await host.RejectedAsync("grant.confirm", approval, Calls.Yes() with { Grant = Like(InNotes) });
        await host.RejectedAsync("grant.confirm", approval, Calls.Yes() with { Grant = Like(wide) with { Confirm = shown.Confirm } });
        await host.RejectedAsync("grant.confirm", approval, Calls.Yes(Calls.Bob) with { Grant = Like(InNotes) with { Confirm = shown.Confirm } });

        Assert.Equal(ApprovalState.Waiting, (await host.Approvals.FindAsync(approval.Id, default))?.State);
        Assert.Empty(host.Audit.Grants);
    }

    public static TheoryData<string> Changes => ["definition", "principal", "rule", "meaning", "risk", "deny", "tool", "quorum"];

    [Theory, MemberData(nameof(Changes))]
    public async Task It_discharges_the_named_ask_as_it_was_and_nothing_else(string what)
    {
        await GivenAsync(Write(), For(TimeSpan.FromHours(1)));
        var call = what switch
        {
            "definition" => Write() with { Tool = host.Tools[1] with { Description = "Writes a file. " } },
            "principal" => Write() with { Principal = Calls.OtherIde },
            "tool" => Write() with { Tool = host.Tools[1] with { Name = ToolName.Parse("files.append") } },
            _ => Write(),
        };
        var decision = what switch
        {
            "rule" => Calls.Asks(call, null, "meaning-1", "default.ask", "flow.destination"),
            "meaning" => Calls.Asks(call, null, "meaning-2"),
            "risk" => Calls.Asks(call) with { Risk = Risk.High },
            "deny" => Calls.Asks(call) with { Verdict = Verdict.Deny },
            "quorum" => Calls.Asks(call, AnswerDemand.Anybody with { Quorum = 2 }),
            _ => Calls.Asks(call),
        };

        Assert.Null(await UseAsync(call, decision));
        Assert.NotNull(await UseAsync(Write()));
    }

    [Fact]
    public async Task Critical_risk_is_never_granted()
    {
        var call = Write();
        await RefusedAsync("grant.critical", call, ForSession, Calls.Asks(call) with { Risk = Risk.Critical });
    }

    [Fact]
    public async Task A_shell_is_never_a_pattern_but_may_be_the_very_same_command()
    {
        var call = Calls.Of(host.Tools[2], """{"command":"make test"}""");
        await RefusedAsync("grant.shell", call, Like(JsonElement.Parse("""{"command":{"is":"make test"}}""")));
        Assert.NotNull(await GivenAsync(call with { Id = CallId.New() }, ForSession));
    }

    [Theory]
    [InlineData("""{"to":{"any":true},"text":{"any":true}}""", "grant.anything")]
    [InlineData("""{"to":{"is":"eve@example.org"},"text":{"any":true}}""", "grant.pattern")]
    [InlineData("""{"to":{"matches":".*"},"text":{"any":true}}""", "grant.pattern")]
    [InlineData("""{"to":{"any":true,"is":"ann@example.org"},"text":{"any":true}}""", "grant.pattern")]
    [InlineData("""{"to":{"within":"."},"text":{"any":true}}""", "grant.pattern")]
    [InlineData("""{"to":{"host":"*"},"text":{"any":true}}""", "grant.pattern")]
    [InlineData("""["to"]""", "grant.pattern")]
    public async Task A_pattern_never_leaves_open_where_a_call_lands(string pattern, string rule) =>
        await RefusedAsync(rule, Calls.Of(host.Tools[0]), Like(JsonElement.Parse(pattern)));

    [Fact]
    public async Task Terms_that_say_nothing_too_long_ones_and_those_of_a_rule_that_wants_each_call_answered_are_refused()
    {
        await RefusedAsync("grant.terms", Write(), new GrantTerms(false, null, null, null));
        await RefusedAsync("grant.time", Write(), For(TimeSpan.FromDays(31)));
        await RefusedAsync("grant.time", Write(), For(TimeSpan.FromSeconds(5)));
        await RefusedAsync("grant.time", Write(), ForSession with { Lasts = TimeSpan.FromHours(13) });
        await RefusedAsync("grant.once", Write(), ForSession, Calls.Asks(Write(), AnswerDemand.Anybody with { Once = true }));
        await RefusedAsync("grant.asked", Write(), ForSession, Calls.Ask(Write()));
    }

    [Fact]
    public async Task A_client_that_answers_for_its_user_gives_no_grant() =>
        await RefusedAsync("grant.client", Write(), ForSession, null, new ApprovalAnswer(true, Calls.Ide, AnswerChannel.ClientAttested, null));

    [Fact]
    public async Task One_that_was_taken_back_lets_nothing_through_also_after_a_restart()
    {
        var grant = await GivenAsync(Write(), For(TimeSpan.FromHours(1)));

        Assert.Null(await host.Grants.RevokeAsync(grant.Id, Calls.Bob.Id, default));
        Assert.Null(await UseAsync(Write()));
        Assert.Equal("grant.over", (await host.Grants.RevokeAsync(grant.Id, Calls.Bob.Id, default))?.Rule);
        Assert.Equal("grant.unknown", (await host.Grants.RevokeAsync(new GrantId("grt_x"), Calls.Bob.Id, default))?.Rule);
        await host.RestartAsync();
        Assert.Null(await UseAsync(Write()));
        // The record remembers what the database was made to forget.
        await host.State.WriteAsync(connection => connection.Execute("UPDATE grants SET revoked_at = NULL"), default);
        Assert.Null(await UseAsync(Write()));
        Assert.Equal(Calls.Bob.Id, (await host.Grants.ListAsync(null, 10, default)).Single().RevokedBy);
        Assert.Equal(["given", "revoked", "rejected grant.revoked"], host.Audit.Grants);
    }

    [Fact]
    public async Task A_use_that_can_not_be_recorded_lets_nothing_through()
    {
        await GivenAsync(Write(), For(TimeSpan.FromHours(1)));
        host.Audit.Throws = what => what == "grant.used";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await UseAsync(Write()));
    }

    [Fact]
    public async Task One_that_can_not_be_recorded_is_not_given()
    {
        host.Audit.Throws = what => what == "grant.given";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await AnswerAsync(Write(), For(TimeSpan.FromHours(1))));
        host.Audit.Throws = _ => false;
        Assert.Null(await UseAsync(Write()));
    }

    [Fact]
    public async Task A_tool_that_changed_since_the_question_grants_nothing()
    {
        var call = Write();
        host.Tools[1] = host.Tools[1] with { Description = "Writes any file." };
        host.Change();
        await RefusedAsync("grant.tool", call, ForSession);
    }
}
