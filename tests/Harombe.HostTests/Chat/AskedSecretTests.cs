using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.HostTests.Canaries;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Chat;

/// <summary><c>scanner.arguments: ask</c>: a call with a found secret waits for a person, and the secret stands nowhere meanwhile or afterwards.</summary>
public sealed class AskedSecretTests
{
    private const string Found = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";
    private const string Own = "Vq83+lamp/Zk19=harbour-Xy77wQ";
    private const string Given = $"use {Found} there";
    private const string Shown = "use [redacted: GitHub token] there";

    private readonly List<string> ran = [];

    [Fact]
    public async Task A_person_sees_the_tool_the_kinds_and_their_places_and_a_yes_runs_the_call_as_it_came()
    {
        await using var host = await StartAsync();
        Script(host);
        host.Script.Text("done");

        var asked = await host.SayAsync("go");
        var question = await QuestionAsync(host, asked.Approval);
        var page = await PageAsync(host, asked.Approval);
        Assert.Equal("waiting", asked.State);
        Assert.Equal("test.lookup", "test." + question.GetProperty("tool").GetString());
        Assert.Equal(Shown, question.GetProperty("arguments").GetProperty("text").GetString());
        Assert.True(question.GetProperty("withheld").GetBoolean());
        Assert.Equal(("scan.arguments", "high"), (question.GetProperty("rule").GetString(), question.GetProperty("risk").GetString()));
        Assert.Contains("GitHub token at /text", question.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal("/text", question.GetProperty("preview").GetProperty("origins").EnumerateArray().Single(origin => origin.GetProperty("origin").GetString() == "secret").GetProperty("argument").GetString());
        Assert.Contains("with the secret that is not shown here", page, StringComparison.Ordinal);
        Assert.Empty(ran);

        var rest = await AnswerAsync(host, asked, "approve");

        Assert.Equal("done", rest.State);
        Assert.Equal([Given], ran);
        var intent = Assert.Single(await EntriesAsync(host, "call.intent"));
        Assert.Equal("1 × GitHub token", Assert.Single(intent.GetProperty("found").EnumerateArray()).GetString());
        Assert.Equal((asked.Approval, "scan.arguments"), (intent.GetProperty("approval").GetString(), intent.GetProperty("decision").GetProperty("rule").GetString()));
        Assert.False(intent.TryGetProperty("argumentsHash", out _));
        Assert.Single(await EntriesAsync(host, "scan.redacted"), entry => entry.GetProperty("where").GetString() == "arguments");
        Assert.Equal(0, Withheld(host).Count);
        await NowhereAsync(host, question.GetRawText(), page, string.Join('\n', asked.Lines.Concat(rest.Lines)));
    }

    [Theory]
    [InlineData("deny", "approval.denied")]
    [InlineData("cancel", null)]
    public async Task A_no_or_a_turn_that_is_ended_refuses_and_forgets(string how, string? rule)
    {
        await using var host = await StartAsync();
        Script(host);
        host.Script.Text("done");

        var asked = await host.SayAsync("go");
        Assert.Equal(1, Withheld(host).Count);
        if (how == "cancel")
        {
            using var watch = await host.WatchAsync(asked.Session, asked.Events[^1].Id);
            using var cancelled = await host.CancelAsync(asked.Session);
            await ServerEvents.ReadAllAsync(watch);
        }
        else
        {
            var rest = await AnswerAsync(host, asked, how);
            Assert.Contains($"[rule {rule}]", rest.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        }

        Assert.Empty(ran);
        await Harombe.Testing.Eventually.BeAsync("nothing is withheld", () => Withheld(host).Count == 0);
        await NowhereAsync(host);
    }

    [Fact]
    public async Task A_restart_forgets_the_arguments_takes_the_question_back_and_says_so_to_everybody()
    {
        await using var host = await StartAsync();
        Script(host);
        host.Script.Text("I will ask again.");
        var asked = await host.SayAsync("go");

        await host.DownAsync();
        await host.UpAsync();
        using var watch = await host.WatchAsync(asked.Session, asked.Events[^1].Id);
        var rest = new Talk([.. (await ServerEvents.ReadAllAsync(watch)).SkipWhile(item => item.Kind == "done" && item.Text("state") == "waiting")]);
        using var late = await host.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve" });

        Assert.Contains("[rule approval.gone]", rest.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Contains("kept in the host's memory only", host.Api.Requests[^1].Results.Single().Text, StringComparison.Ordinal);
        Assert.Equal("I will ask again.", rest.Message);
        Assert.Contains("approval.gone", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("withdrawn", (await QuestionAsync(host, asked.Approval)).GetProperty("state").GetString());
        Assert.Empty(ran);
        await NowhereAsync(host);
    }

    [Fact]
    public async Task What_policy_asks_about_as_well_is_one_question_with_both_reasons_and_no_standing_answer()
    {
        await using var host = await StartAsync();
        Script(host, "alter");
        host.Script.Text("done");

        var asked = await host.SayAsync("go");
        var question = await QuestionAsync(host, asked.Approval);
        Assert.NotEqual("scan.arguments", question.GetProperty("rule").GetString());
        Assert.Contains("GitHub token at /text", question.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.True(question.GetProperty("why").GetString()!.IndexOf("The arguments hold a secret", StringComparison.Ordinal) > 0); // not null: every question has one
        using var standing = await host.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve", grant = new { session = true } });
        Assert.Contains("grant.secret", await standing.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await AnswerAsync(host, asked, "approve");

        Assert.Equal([Given], ran);
        var decision = Assert.Single(await EntriesAsync(host, "call.intent")).GetProperty("decision");
        Assert.Contains("scan.arguments", decision.GetProperty("asks").EnumerateArray().Select(ask => ask.GetString()));
        await NowhereAsync(host);
    }

    [Fact]
    public async Task A_denial_of_policy_stays_one()
    {
        await using var host = await StartAsync(policy: "[ { name: never, effect: deny, reason: Not here., match: { tool: lookup } } ]");
        Script(host);
        host.Script.Text("done");

        var said = await host.SayAsync("go");

        Assert.Contains("[rule never]", said.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Equal(0, Withheld(host).Count);
        Assert.Empty(ran);
        await NowhereAsync(host);
    }

    [Fact]
    public async Task A_secret_of_ours_is_refused_and_nobody_is_asked()
    {
        await using var host = await StartAsync();
        await host.StoreAsync("door/code", Own);
        host.Script.Tool("lookup", JsonSerializer.Serialize(new { text = $"use {Own} and {Found}" }));
        host.Script.Text("done");

        var said = await host.SayAsync("go");

        Assert.Contains("[rule scan.arguments]", said.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Empty(said.Of("approval_required"));
        Assert.Empty(ran);
        Assert.Empty(host.FilesWith(Own));
    }

    [Fact]
    public async Task A_secret_that_has_become_ours_while_its_question_stood_is_refused()
    {
        await using var host = await StartAsync();
        Script(host);
        host.Script.Text("done");
        var asked = await host.SayAsync("go");
        await host.StoreAsync("github/token", Found);

        var rest = await AnswerAsync(host, asked, "approve");

        Assert.Contains("[rule scan.arguments]", rest.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Empty(ran);
    }

    [Fact]
    public async Task Edited_arguments_are_scanned_anew_and_may_not_hold_what_stands_for_the_secret()
    {
        await using var host = await StartAsync();
        Script(host);
        host.Script.Text("done");
        var asked = await host.SayAsync("go");
        foreach (var (text, rule) in new[] { ($"other {Found}", "approval.edit-secret"), ($"{Shown}, please", "approval.edit-stand-in"), (Shown, "approval.edit") })
        {
            using var refused = await host.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer = "approve", arguments = new { text } });
            Assert.Contains($"\"{rule}\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await AnswerAsync(host, asked, "approve", new { text = "use none" });

        Assert.Equal(["use none"], ran);
        Assert.Equal(0, Withheld(host).Count);
        await NowhereAsync(host);
    }

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2026-07-28")]
    public async Task A_client_of_mcp_collects_the_call_after_the_yes_and_finds_it_gone_after_a_restart(string revision)
    {
        await using var host = await StartAsync();
        var waits = await CanaryPath.McpAsync(host, revision, "lookup", new() { ["text"] = Given });
        var approval = await host.WaitingApprovalAsync();
        var early = await CollectAsync(host, revision, approval);
        await host.AnswerAsync(approval, approve: true);
        var collected = await CollectAsync(host, revision, approval);
        var twice = await CollectAsync(host, revision, approval);
        Assert.Equal([Given], ran);
        Assert.Contains("pending", early, StringComparison.Ordinal);
        Assert.Contains("found it", collected, StringComparison.Ordinal);
        Assert.Contains("approval.spent", twice, StringComparison.Ordinal);

        await CanaryPath.McpAsync(host, revision, "lookup", new() { ["text"] = Given });
        approval = await host.WaitingApprovalAsync();
        await host.AnswerAsync(approval, approve: true);
        await host.RestartAsync();
        var gone = await CollectAsync(host, revision, approval);

        Assert.Contains("approval.gone", gone, StringComparison.Ordinal);
        Assert.Single(ran);
        await NowhereAsync(host, waits, early, collected, twice, gone);
    }

    [Fact]
    public async Task A_client_of_the_openai_api_gets_the_end_in_its_session_after_the_yes()
    {
        await using var host = await StartAsync();
        Script(host);
        host.Script.Text("It is done.");
        var waiting = await CompleteAsync(host, null);
        await host.AnswerAsync(await host.WaitingApprovalAsync(), approve: true);
        var end = await CompleteAsync(host, JsonElement.Parse(waiting).GetProperty("harombe_session").GetString());

        Assert.Contains("It is done.", end, StringComparison.Ordinal);
        Assert.Equal([Given], ran);
        await NowhereAsync(host, waiting, end);
    }

    [Fact]
    public async Task Where_secrets_are_only_noted_a_question_of_policy_keeps_them_in_memory_too()
    {
        await using var host = await StartAsync("note");
        Script(host, "alter");
        host.Script.Text("done");

        var asked = await host.SayAsync("go");
        var question = await QuestionAsync(host, asked.Approval);
        await AnswerAsync(host, asked, "approve");

        Assert.Equal(("medium", Shown), (question.GetProperty("risk").GetString(), question.GetProperty("arguments").GetProperty("text").GetString()));
        Assert.Equal([Given], ran);
        await NowhereAsync(host, question.GetRawText());
    }

    private static WithheldArguments Withheld(ChatHost host) => host.Services.GetRequiredService<WithheldArguments>();

    private Task<ChatHost> StartAsync(string effect = "ask", string? policy = null) => ChatHost.StartAsync(
        [
            TestTools.Reading("lookup", (text, _) => RunAsync(text)),
            TestTools.Changing("alter", (text, _) => RunAsync(text)),
        ],
        yaml: $"scanner: {{ arguments: {effect} }}\n{(policy is null ? "" : $"policy: {{ profile: locked-down, rules: {policy} }}")}");

    private Task<string> RunAsync(string text)
    {
        lock (ran)
        {
            ran.Add(text);
        }

        return Task.FromResult("found it");
    }

    private static void Script(ChatHost host, string tool = "lookup") => host.Script.Tool(tool, JsonSerializer.Serialize(new { text = Given }));

    private static async Task<JsonElement> QuestionAsync(ChatHost host, string approval) => JsonElement.Parse(await ReadAsync(host, approval, "application/json"));

    private static Task<string> PageAsync(ChatHost host, string approval) => ReadAsync(host, approval, "text/html");

    private static async Task<string> ReadAsync(ChatHost host, string approval, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/approvals/{approval}") { Headers = { { "Accept", accept } } };
        using var response = await host.Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<Talk> AnswerAsync(ChatHost host, Talk asked, string answer, object? arguments = null)
    {
        using var watch = await host.WatchAsync(asked.Session, asked.Events[^1].Id);
        using var given = await host.Client.PostAsJsonAsync($"/approvals/{asked.Approval}", new { answer, arguments });
        Assert.True(given.IsSuccessStatusCode, await given.Content.ReadAsStringAsync());
        return new Talk(await ServerEvents.ReadAllAsync(watch));
    }

    private static Task<string> CollectAsync(ChatHost host, string revision, string approval) => CanaryPath.McpAsync(host, revision, "harombe_approval", new() { ["id"] = approval });

    private static async Task<string> CompleteAsync(ChatHost host, string? session)
    {
        using var answer = await host.Client.PostAsJsonAsync("/v1/chat/completions", new { model = "harombe", harombe_session = session, messages = new[] { new { role = "user", content = "go" } } });
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<IReadOnlyList<JsonElement>> EntriesAsync(ChatHost host, string kind)
    {
        var found = JsonElement.Parse(await host.Client.GetStringAsync($"/audit?kind={kind}&limit=10")).GetProperty("entries");
        return [.. found.EnumerateArray().Select(one => one.GetProperty("entry"))];
    }

    // Neither the secret nor a hash that would confirm a guess of it: on the disk, in what the model was sent, or in what anybody was answered.
    private static async Task NowhereAsync(ChatHost host, params string[] answers)
    {
        var canonical = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { text = Given }));
        byte[][] needles =
        [
            .. Canary.Needles(Found), SHA256.HashData(canonical), .. Canary.Needles(Convert.ToHexStringLower(SHA256.HashData(canonical))), .. Canary.Needles(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Found)))),
        ];
        var said = new List<string>(answers);
        foreach (var path in new[] { "/audit?limit=1000", "/tools", "/approvals", "/metrics" })
        {
            said.Add(await host.Client.GetStringAsync(path));
        }

        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', said) + string.Join('\n', host.Api.Requests.Select(request => request.Text)));
        Assert.DoesNotContain(needles, needle => bytes.AsSpan().IndexOf(needle) >= 0);
        await host.DownAsync();
        Assert.Empty(host.FilesHolding(needles));
    }
}
