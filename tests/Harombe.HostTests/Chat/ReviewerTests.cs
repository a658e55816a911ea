using System.Text.Json;
using Harombe.Core.Decisions;
using Harombe.HostTests.Canaries;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Chat;

/// <summary>A model that looks at calls before they run. A real host; the model is the scripted one that answers chats, too.</summary>
public sealed class ReviewerTests
{
    private const string Yaml = "policy: { profile: cautious, reviewer: anthropic/claude-test, reviewer_timeout: 2s }";
    private const string Write = "Please write a file hello.txt that says hi.";

    [Fact]
    public async Task What_it_has_nothing_against_runs_and_what_it_is_wary_of_is_asked_about()
    {
        await using var host = await ChatHost.StartAsync(yaml: Yaml);
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text("""{"caution": false, "reason": ""}""");
        host.Script.Text("Written.");
        await host.SayAsync(Write);
        Assert.True(File.Exists(Path.Combine(host.Workspace, "hello.txt")));

        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi again"}""");
        host.Script.Text("""{"caution": true, "reason": "It overwrites what was just written."}""");
        var asked = await host.SayAsync(Write);
        var question = await ShownAsync(host, asked);
        Assert.Equal("reviewer.caution", question.GetProperty("rule").GetString());
        Assert.Equal("The reviewer wants a person to look: It overwrites what was just written.", question.GetProperty("why").GetString());
        Assert.Equal("hi", await File.ReadAllTextAsync(Path.Combine(host.Workspace, "hello.txt")));
    }

    [Theory]
    [InlineData("Sure, go ahead!", "its answer can't be read")]
    [InlineData("""{"caution": false, "reason": "", "approve": true}""", "its answer can't be read")]
    [InlineData("""{"caution": true, "caution": false}""", "its answer can't be read")]
    [InlineData("""{"reason": "fine"}""", "it gave no reason")]
    public async Task What_is_not_plainly_no_caution_is_caution(string says, string why)
    {
        await using var host = await ChatHost.StartAsync(yaml: Yaml);
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        host.Script.Text(says);
        Assert.Contains(why, (await ShownAsync(host, await host.SayAsync(Write))).GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
    }

    [Fact]
    public async Task One_that_never_answers_or_throws_is_caution_and_it_is_shown_no_secret()
    {
        var reviewer = new Scripted();
        await using var host = await ChatHost.StartAsync(yaml: "policy: { profile: cautious, reviewer_timeout: 1s }", more: services => services.AddSingleton<IReviewer>(reviewer));
        reviewer.Says = async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None); // it doesn't even listen
            return null;
        };
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        Assert.Contains("it did not answer in time", (await ShownAsync(host, await host.SayAsync(Write))).GetProperty("why").GetString(), StringComparison.Ordinal);

        reviewer.Says = (_, _) => throw new InvalidOperationException("broken");
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        Assert.Contains("it could not be asked", (await ShownAsync(host, await host.SayAsync(Write))).GetProperty("why").GetString(), StringComparison.Ordinal);

        const string secret = "ghp_" + "R4nd0mR4nd0mR4nd0mR4nd0mR4nd0mR4nd0m";
        reviewer.Says = (_, _) => ValueTask.FromResult<string?>($"I don't like {secret}");
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        var why = (await ShownAsync(host, await host.SayAsync($"{Write} My token is {secret}."))).GetProperty("why").GetString();
        Assert.DoesNotContain("R4nd0m", why, StringComparison.Ordinal);
        Assert.All(reviewer.Seen, call => Assert.DoesNotContain("R4nd0m", $"{call}", StringComparison.Ordinal));
        Assert.Contains(reviewer.Seen, call => call is { Tool: "files.write", Arguments: """{"content":"hi","path":"hello.txt"}""", Prompt: Write });
        Assert.False(File.Exists(Path.Combine(host.Workspace, "hello.txt")));
    }

    [Fact]
    public async Task It_lets_nothing_run_that_policy_asks_about_and_is_not_asked_about_it()
    {
        var reviewer = new Scripted();
        await using var host = await ChatHost.StartAsync(more: services => services.AddSingleton<IReviewer>(reviewer));
        host.Script.Tool("files_write", """{"path":"hello.txt","content":"hi"}""");
        Assert.NotNull((await host.SayAsync(Write)).Approval);
        Assert.Empty(reviewer.Seen);
    }

    [Fact]
    public async Task It_is_shown_no_secret_of_arguments_that_a_person_is_asked_about_in_any_disguise()
    {
        var reviewer = new Scripted();
        await using var host = await ChatHost.StartAsync(yaml: "policy: { profile: cautious }\nscanner: { arguments: ask }", more: services => services.AddSingleton<IReviewer>(reviewer));
        foreach (var (_, text) in Canary.ForeignDisguises)
        {
            host.Script.Tool("files_write", JsonSerializer.Serialize(new { path = "hello.txt", content = $"x {text} y" }));
            Assert.Equal("scan.arguments", (await ShownAsync(host, await host.SayAsync(Write))).GetProperty("rule").GetString());
        }

        Assert.Equal(Canary.ForeignDisguises.Count, reviewer.Seen.Count);
        Assert.All(reviewer.Seen, call => Assert.All(Canary.ForeignDisguises, disguise => Assert.False(CanaryHost.Shows(call.Arguments, disguise.Text))));
    }

    private static async Task<JsonElement> ShownAsync(ChatHost host, Talk asked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/approvals/{asked.Approval}");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await host.Client.SendAsync(request);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }

    private sealed class Scripted : IReviewer
    {
        public System.Collections.Concurrent.ConcurrentQueue<ReviewedCall> Seen { get; } = new();

        public Func<ReviewedCall, CancellationToken, ValueTask<string?>> Says { get; set; } = (_, _) => ValueTask.FromResult<string?>(null);

        public ValueTask<string?> CautionAsync(ReviewedCall call, CancellationToken cancellationToken)
        {
            Seen.Enqueue(call);
            return Says(call, cancellationToken);
        }
    }
}
