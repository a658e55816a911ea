using System.Net.Http.Json;
using System.Text.Json;
using Harombe.Testing;

namespace Harombe.HostTests.Chat;

/// <summary><c>scanner.arguments: ask</c>: a call with a found secret waits for a person, and the secret stands nowhere meanwhile or afterwards.</summary>
public sealed class AskedSecretTests
{
    private const string Own = "Vq83+lamp/Zk19=harbour-Xy77wQ";

    [Fact]
    public async Task A_person_sees_the_tool_the_kinds_and_their_places_and_a_yes_runs_the_call_as_it_came()
    {
        await using var host = await AskedSecretHost.StartAsync();
        host.Script();

        var asked = await host.Chat.SayAsync("go");
        var question = await host.QuestionAsync(asked.Approval);
        var page = await host.PageAsync(asked.Approval);
        Assert.Equal("waiting", asked.State);
        Assert.Equal("test.lookup", "test." + question.GetProperty("tool").GetString());
        Assert.Equal(AskedSecretHost.Shown, question.GetProperty("arguments").GetProperty("text").GetString());
        Assert.True(question.GetProperty("withheld").GetBoolean());
        Assert.Equal(("scan.arguments", "high"), (question.GetProperty("rule").GetString(), question.GetProperty("risk").GetString()));
        Assert.Contains("GitHub token at /text", question.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal("/text", question.GetProperty("preview").GetProperty("origins").EnumerateArray().Single(origin => origin.GetProperty("origin").GetString() == "secret").GetProperty("argument").GetString());
        Assert.Contains("with the secret that is not shown here", page, StringComparison.Ordinal);
        Assert.Empty(host.Ran);

        var rest = await host.AnswerAsync(asked, "approve");

        Assert.Equal("done", rest.State);
        Assert.Equal([AskedSecretHost.Given], host.Ran);
        var intent = Assert.Single(await host.EntriesAsync("call.intent"));
        Assert.Equal("1 × GitHub token", Assert.Single(intent.GetProperty("found").EnumerateArray()).GetString());
        Assert.Equal((asked.Approval, "scan.arguments"), (intent.GetProperty("approval").GetString(), intent.GetProperty("decision").GetProperty("rule").GetString()));
        Assert.False(intent.TryGetProperty("argumentsHash", out _));
        Assert.Single(await host.EntriesAsync("scan.redacted"), entry => entry.GetProperty("where").GetString() == "arguments");
        Assert.Equal(0, host.Withheld);
        await host.NowhereAsync(question.GetRawText(), page, string.Join('\n', asked.Lines.Concat(rest.Lines)));
    }

    [Theory]
    [InlineData("deny", "approval.denied")]
    [InlineData("cancel", null)]
    public async Task A_no_or_a_turn_that_is_ended_refuses_and_forgets(string how, string? rule)
    {
        await using var host = await AskedSecretHost.StartAsync();
        host.Script();

        var asked = await host.Chat.SayAsync("go");
        Assert.Equal(1, host.Withheld);
        if (how == "cancel")
        {
            using var watch = await host.Chat.WatchAsync(asked.Session, asked.Events[^1].Id);
            using var cancelled = await host.Chat.CancelAsync(asked.Session);
            await ServerEvents.ReadAllAsync(watch);
        }
        else
        {
            var rest = await host.AnswerAsync(asked, how);
            Assert.Contains($"[rule {rule}]", rest.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        }

        Assert.Empty(host.Ran);
        await Eventually.BeAsync("nothing is withheld", () => host.Withheld == 0);
        await host.NowhereAsync();
    }

    [Fact]
    public async Task A_restart_forgets_the_arguments_takes_the_question_back_and_says_so_to_everybody()
    {
        await using var host = await AskedSecretHost.StartAsync();
        host.Script(then: "I will ask again.");
        var asked = await host.Chat.SayAsync("go");

        await host.Chat.DownAsync();
        await host.Chat.UpAsync();
        using var watch = await host.Chat.WatchAsync(asked.Session, asked.Events[^1].Id);
        var rest = new Talk([.. (await ServerEvents.ReadAllAsync(watch)).SkipWhile(item => item.Kind == "done" && item.Text("state") == "waiting")]);
        using var late = await host.Chat.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve" });

        Assert.Contains("[rule approval.gone]", rest.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Contains("kept in the host's memory only", host.Chat.Api.Requests[^1].Results.Single().Text, StringComparison.Ordinal);
        Assert.Equal("I will ask again.", rest.Message);
        Assert.Contains("approval.gone", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("withdrawn", (await host.QuestionAsync(asked.Approval)).GetProperty("state").GetString());
        Assert.Empty(host.Ran);
        await host.NowhereAsync();
    }

    [Fact]
    public async Task What_policy_asks_about_as_well_is_one_question_with_both_reasons_and_no_standing_answer()
    {
        await using var host = await AskedSecretHost.StartAsync();
        host.Script("alter");

        var asked = await host.Chat.SayAsync("go");
        var question = await host.QuestionAsync(asked.Approval);
        Assert.NotEqual("scan.arguments", question.GetProperty("rule").GetString());
        Assert.Contains("GitHub token at /text", question.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.True(question.GetProperty("why").GetString()!.IndexOf("The arguments hold a secret", StringComparison.Ordinal) > 0); // not null: every question has one
        using var standing = await host.Chat.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve", grant = new { session = true } });
        Assert.Contains("grant.secret", await standing.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await host.AnswerAsync(asked, "approve");

        Assert.Equal([AskedSecretHost.Given], host.Ran);
        var decision = Assert.Single(await host.EntriesAsync("call.intent")).GetProperty("decision");
        Assert.Contains("scan.arguments", decision.GetProperty("asks").EnumerateArray().Select(ask => ask.GetString()));
        await host.NowhereAsync();
    }

    [Fact]
    public async Task A_denial_of_policy_stays_one()
    {
        await using var host = await AskedSecretHost.StartAsync(rules: "[ { name: never, effect: deny, reason: Not here., match: { tool: lookup } } ]");
        host.Script();

        var said = await host.Chat.SayAsync("go");

        Assert.Contains("[rule never]", said.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Equal(0, host.Withheld);
        Assert.Empty(host.Ran);
        await host.NowhereAsync();
    }

    [Fact]
    public async Task A_secret_of_ours_is_refused_and_nobody_is_asked()
    {
        await using var host = await AskedSecretHost.StartAsync();
        await host.Chat.StoreAsync("door/code", Own);
        host.Chat.Script.Tool("lookup", JsonSerializer.Serialize(new { text = $"use {Own} and {AskedSecretHost.Found}" }));
        host.Chat.Script.Text("done");

        var said = await host.Chat.SayAsync("go");

        Assert.Contains("[rule scan.arguments]", said.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Empty(said.Of("approval_required"));
        Assert.Empty(host.Ran);
        Assert.Empty(host.Chat.FilesWith(Own));
    }

    [Fact]
    public async Task A_secret_that_has_become_ours_while_its_question_stood_is_refused()
    {
        await using var host = await AskedSecretHost.StartAsync();
        host.Script();
        var asked = await host.Chat.SayAsync("go");
        await host.Chat.StoreAsync("github/token", AskedSecretHost.Found);

        var rest = await host.AnswerAsync(asked, "approve");

        Assert.Contains("[rule scan.arguments]", rest.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Empty(host.Ran);
    }

    [Fact]
    public async Task Edited_arguments_are_scanned_anew_and_may_not_hold_what_stands_for_the_secret()
    {
        await using var host = await AskedSecretHost.StartAsync();
        host.Script();
        var asked = await host.Chat.SayAsync("go");
        foreach (var (text, rule) in new[] { ($"other {AskedSecretHost.Found}", "approval.edit-secret"), ($"{AskedSecretHost.Shown}, please", "approval.edit-stand-in"), (AskedSecretHost.Shown, "approval.edit") })
        {
            using var refused = await host.Chat.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve", arguments = new { text } });
            Assert.Contains($"\"{rule}\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await host.AnswerAsync(asked, "approve", new { text = "use none" });

        Assert.Equal(["use none"], host.Ran);
        Assert.Equal(0, host.Withheld);
        await host.NowhereAsync();
    }

    [Fact]
    public async Task Where_secrets_are_only_noted_a_question_of_policy_keeps_them_in_memory_too()
    {
        await using var host = await AskedSecretHost.StartAsync("note");
        host.Script("alter");

        var asked = await host.Chat.SayAsync("go");
        var question = await host.QuestionAsync(asked.Approval);
        await host.AnswerAsync(asked, "approve");

        Assert.Equal(("medium", AskedSecretHost.Shown), (question.GetProperty("risk").GetString(), question.GetProperty("arguments").GetProperty("text").GetString()));
        Assert.Equal([AskedSecretHost.Given], host.Ran);
        await host.NowhereAsync(question.GetRawText());
    }

    [Fact]
    public async Task Two_calls_of_one_reply_are_asked_about_together_and_each_runs_with_its_own_secret()
    {
        await using var host = await AskedSecretHost.StartAsync();
        var other = "ghp_" + "Z8wLy3Ms0UaXn5JeZc9OdQt4KgHv7bFf1kSu";
        host.Chat.Script.Tools(("alter", JsonSerializer.Serialize(new { text = AskedSecretHost.Given })), ("alter", JsonSerializer.Serialize(new { text = other })));
        host.Chat.Script.Text("done");

        var asked = await host.Chat.SayAsync("go");
        var questions = asked.Of("approval_required").Select(question => question.Text("approval")).ToList();
        Assert.Equal((2, 2), (questions.Count, host.Withheld));
        // The second before the first: it waits for its turn.
        await host.Chat.AnswerAsync(questions[1], approve: true);
        using var watch = await host.Chat.WatchAsync(asked.Session, asked.Events[^1].Id);
        await host.Chat.AnswerAsync(questions[0], approve: true);
        await Eventually.BeAsync("both have run", () => host.Ran.Count == 2);
        await Eventually.BeAsync("nothing is withheld", () => host.Withheld == 0);

        Assert.Equal([AskedSecretHost.Given, other], host.Ran);
        await host.NowhereAsync();
        Assert.Empty(host.Chat.FilesWith(other));
    }
}
