using System.Text;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Policy.Approvals;
using Harombe.Testing.Roads;

namespace Harombe.Tests.Policy.Approvals;

/// <summary>Questions about arguments that hold a secret: what may be shown is in the store, the rest in memory for as long as the question is open.</summary>
public sealed class WithheldTests
{
    private const string Given = """{"text":"x s3cr3t-canary y","to":"ann@example.org"}""";
    private const string Shown = """{"text":"x [redacted: canary] y","to":"ann@example.org"}""";

    private static ToolCall Call(string given = Given, string shown = Shown, Principal? by = null) => Calls.Of(arguments: given, by: by) with
    {
        Found = new FoundSecrets(new Dictionary<string, int> { ["canary"] = 1 }, [new FoundPlace("/text", "canary")], Calls.Arguments(shown)),
    };

    [Fact]
    public async Task The_store_and_the_record_have_what_may_be_shown_and_no_hash_of_the_rest()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Call();

        var approval = await host.AskAsync(call);

        Assert.Equal(Shown, approval.Arguments.GetRawText());
        Assert.Equal(Given, host.Withheld.Find(approval.Id)?.GetRawText());
        var kept = string.Concat(await host.State.ReadAsync(connection =>
        {
            using var command = connection.Command("SELECT * FROM approvals");
            using var reader = command.ExecuteReader();
            Assert.True(reader.Read());
            return Enumerable.Range(0, reader.FieldCount).Select(at => $"{reader.GetValue(at)}\n").ToList();
        }, default)) + host.Audit.TextOf(approval.Id, "asked");
        Assert.DoesNotContain(CanaryScanner.Canary, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(call.Arguments.Hash.Value, kept, StringComparison.Ordinal);
        Assert.Contains("[redacted: canary]", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_is_to_these_bytes_once_and_then_nothing_is_left()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Call();
        var approval = await host.ApprovedAsync(call);

        await host.RefusedAsync("approval.mismatch", approval, call with { Arguments = Calls.Arguments(Shown), Found = null }, says: "the arguments have changed");
        await host.RefusedAsync("approval.mismatch", approval, call with { Arguments = Calls.Arguments(Given.Replace("ann", "eve", StringComparison.Ordinal)) });
        Assert.Equal(1, host.Withheld.Count);
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call));

        Assert.Equal(0, host.Withheld.Count);
        await host.RefusedAsync("approval.spent", approval, call);
    }

    [Fact]
    public async Task A_no_an_end_and_the_time_that_runs_out_forget()
    {
        await using var host = await PolicyHost.StartAsync();
        var (denied, withdrawn, expired) = (await host.AskAsync(Call()), await host.AskAsync(Call()), await host.ApprovedAsync(Call()));
        Assert.Equal(3, host.Withheld.Count);

        await host.Approvals.AnswerAsync(denied.Id, Calls.No(), default);
        Assert.Null(host.Withheld.Find(denied.Id));
        await host.Approvals.WithdrawAsync(withdrawn.Id, default);
        Assert.Null(host.Withheld.Find(withdrawn.Id));
        // Also where the end can't be recorded for now.
        host.Audit.Throws = what => what == "expired";
        host.Time.Advance(121);
        await Harombe.Testing.Eventually.BeAsync("the arguments are forgotten", () => host.Withheld.Count == 0);
        Assert.Null(host.Withheld.Find(expired.Id));
    }

    [Fact]
    public async Task A_question_that_can_not_be_recorded_leaves_nothing_behind()
    {
        await using var host = await PolicyHost.StartAsync();
        host.Audit.Throws = what => what == "asked";
        var call = Call();

        await Assert.ThrowsAnyAsync<Exception>(async () => await host.Approvals.AskAsync(call, Calls.Ask(call), default));

        Assert.Equal(0, host.Withheld.Count);
    }

    [Fact]
    public async Task A_call_that_is_asked_about_again_is_the_same_question_and_kept_once()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Call();
        var first = await host.AskAsync(call);

        Assert.Equal(first.Id, (await host.AskAsync(call)).Id);

        Assert.Equal(1, host.Withheld.Count);
    }

    [Fact]
    public async Task When_there_is_no_room_the_next_question_is_refused_and_those_that_wait_stay()
    {
        await using var host = await PolicyHost.StartAsync();
        var first = Call();
        var approval = await host.AskAsync(first);
        for (var i = 1; i < 16; i++)
        {
            await host.AskAsync(Call());
        }

        var refused = await host.Approvals.AskAsync(Call(), Calls.Ask(first), default);
        Assert.Equal("approval.withheld-full", Assert.IsType<AskOutcome.Refused>(refused).Reason.Rule);

        // Another principal has room of its own, a call without a secret needs none, and who waits is not pushed out.
        await host.AskAsync(Call(by: Calls.OtherIde));
        await host.AskAsync(Calls.Of());
        Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(approval.Id, Calls.Yes(), default));
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, first));
        await host.AskAsync(Call());
    }

    [Fact]
    public async Task After_a_restart_the_question_is_taken_back_and_says_why()
    {
        await using var host = await PolicyHost.StartAsync();
        var (waits, answered) = (Call(), Call());
        var (asked, approved) = (await host.AskAsync(waits), await host.ApprovedAsync(answered));
        var plain = await host.AskAsync(Calls.Of());

        await host.RestartAsync();

        Assert.Equal(["asked", "withdrawn"], host.Audit.EventsOf(asked.Id));
        Assert.Equal(ApprovalState.Waiting, (await host.Approvals.FindAsync(plain.Id, default))?.State);
        await host.RejectedAsync("approval.gone", asked, Calls.Yes());
        await host.RefusedAsync("approval.gone", asked, waits, says: "kept in the host's memory only");
        // Not even for somebody who has the arguments: the question is closed.
        await host.RefusedAsync("approval.gone", approved, answered);
    }

    [Fact]
    public async Task What_a_person_wrote_in_their_place_needs_no_memory_and_outlives_a_restart()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Call();
        var asked = await host.AskAsync(call);
        var edited = JsonElement.Parse("""{"text":"x y","to":"ann@example.org"}""");
        var approval = Assert.IsType<AnswerOutcome.Recorded>(await host.Approvals.AnswerAsync(asked.Id, Calls.Yes() with { Edited = edited }, default)).Approval;
        Assert.Equal(0, host.Withheld.Count);

        await host.RestartAsync();

        await host.RefusedAsync("approval.mismatch", approval, call);
        Assert.IsType<Spending.Spent>(await host.SpendAsync(approval, call with { Arguments = Calls.Arguments(edited.GetRawText()), Found = null }));
    }

    public static TheoryData<string> Alterations =>
    [
        "UPDATE approvals SET withheld = NULL", "UPDATE approvals SET withheld = binding", "UPDATE approvals SET arguments = '{}'",
        """UPDATE approvals SET arguments = '{"text":"x s3cr3t-canary y","to":"ann@example.org"}', withheld = NULL""",
    ];

    [Theory, MemberData(nameof(Alterations))]
    public async Task A_question_that_was_altered_in_the_store_is_worth_nothing(string sql)
    {
        await using var host = await PolicyHost.StartAsync();
        var (call, other) = (Call(), Call());
        var (asked, approved) = (await host.AskAsync(call), await host.ApprovedAsync(other));

        await host.State.WriteAsync(connection => connection.Execute(sql), default);

        await host.RejectedAsync("approval.mismatch", asked, Calls.Yes());
        await host.RefusedAsync("approval.mismatch", approved, other);
    }

    [Fact]
    public async Task Nobody_is_asked_about_arguments_that_can_not_be_shown()
    {
        await using var host = await PolicyHost.StartAsync();
        var call = Call() with { Found = new FoundSecrets(new Dictionary<string, int> { ["canary"] = 1 }, [new FoundPlace("", "canary")], null) };

        Assert.Equal("scan.arguments", Assert.IsType<AskOutcome.Refused>(await host.Approvals.AskAsync(call, Calls.Ask(call), default)).Reason.Rule);
        Assert.Equal(0, host.Withheld.Count);
    }

    [Fact]
    public void Memory_is_bounded_by_bytes_as_well_and_zeroed()
    {
        using var kept = new WithheldArguments(most: 10, mostOfOne: 10, mostBytes: Encoding.UTF8.GetByteCount(Given) + 10);
        var (first, second) = (ApprovalId.New(), ApprovalId.New());

        Assert.True(kept.TryKeep(first, Calls.Ide.Id, Calls.Arguments(Given)));
        Assert.False(kept.TryKeep(second, Calls.Ide.Id, Calls.Arguments(Given)));
        kept.Forget(first);
        kept.Forget(first);
        Assert.True(kept.TryKeep(second, Calls.Ide.Id, Calls.Arguments(Given)));
        Assert.Null(kept.Find(first));
        kept.Dispose();
        Assert.Null(kept.Find(second));
    }
}
