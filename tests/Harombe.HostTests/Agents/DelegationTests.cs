using Harombe.HostTests.Chat;
using Harombe.HostTests.LanguageModels;

namespace Harombe.HostTests.Agents;

/// <summary>Agents by name: each with its own prompt, tools and budget, and tasks that they give to each other.</summary>
public sealed class DelegationTests
{
    private const string Agents = """
        agents:
          lead: {prompt: "You lead.", delegates: [reader]}
          reader: {prompt: "You read.", tools: [lookup, agents.ask]}
          clerk: {prompt: "You file.", tools: [alter]}
        """;

    [Fact]
    public async Task An_agent_has_its_own_prompt_and_only_its_tools()
    {
        await using var host = await StartAsync();
        host.Script.Text("I read.");

        var talk = await host.SayAsync("hello", agent: "reader");

        Assert.Equal("I read.", talk.Message);
        var request = host.Api.Requests.Single();
        Assert.Contains("You read.", request.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("You are Harombe.", request.Text, StringComparison.Ordinal);
        Assert.Equal(["agents_ask", "lookup"], request.Tools);
    }

    [Fact]
    public async Task A_tool_that_is_not_the_agents_is_refused_even_if_the_model_calls_it()
    {
        await using var host = await StartAsync();
        host.Script.Tool("alter", "{}");
        host.Script.Text("No.");

        var talk = await host.SayAsync("alter it", agent: "reader");

        Assert.Equal("refused", talk.Of("tool_result").Single().Text("ending"));
    }

    [Fact]
    public async Task A_task_is_given_to_another_agent_and_its_answer_is_read()
    {
        await using var host = await StartAsync();
        host.Script.Tool("agents_ask", """{"agent":"reader","task":"What is the code of alpha?"}""");
        host.Script.Tool("lookup", """{"text":"alpha"}""");
        host.Script.Text("It is quince-7.");
        host.Script.Text("The reader says quince-7.");

        var talk = await host.SayAsync("find the code", agent: "lead");

        Assert.Equal("The reader says quince-7.", talk.Message);
        Assert.Equal("It is quince-7.", talk.Of("tool_result").Single().Text("text"));
        Assert.Contains("You read.", host.Api.Requests[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("find the code", host.Api.Requests[1].Text, StringComparison.Ordinal);
        Assert.Equal(["call.intent agents.ask", "call.intent lookup", "call.outcome completed", "call.outcome completed"], await Transcription.RecordAsync(host));
    }

    [Theory]
    [InlineData("lead", """{"agent":"clerk","task":"x"}""", "delegation.scope")]
    [InlineData("reader", """{"agent":"reader","task":"x"}""", "delegation.cycle")]
    [InlineData("lead", """{"agent":"nobody","task":"x"}""", "schema")]
    public async Task A_task_that_may_not_be_given_is_refused_with_the_reason(string agent, string arguments, string rule)
    {
        await using var host = await StartAsync();
        host.Script.Tool("agents_ask", arguments);
        host.Script.Text("Then I do it myself.");

        var talk = await host.SayAsync("go", agent: agent);

        Assert.Contains(rule, talk.Of("tool_result").Single().Text("text"), StringComparison.Ordinal);
        Assert.Equal("Then I do it myself.", talk.Message);
    }

    [Fact]
    public async Task Agents_that_delegate_in_a_circle_are_stopped()
    {
        await using var host = await ChatHost.StartAsync(yaml: "agents: {a: {prompt: A}, b: {prompt: B}}");
        host.Script.Tool("agents_ask", """{"agent":"b","task":"do it"}""");
        host.Script.Tool("agents_ask", """{"agent":"a","task":"do it"}""");
        host.Script.Text("b: it is a circle.");
        host.Script.Text("a: so it is.");

        var talk = await host.SayAsync("go", agent: "a");

        Assert.Equal("a: so it is.", talk.Message);
        Assert.Contains("delegation.cycle", host.Api.Requests[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_delegated_only_so_deep()
    {
        await using var host = await ChatHost.StartAsync(yaml: """
            agent: {max_depth: 1}
            agents: {a: {prompt: A}, b: {prompt: B}, c: {prompt: C}}
            """);
        host.Script.Tool("agents_ask", """{"agent":"b","task":"do it"}""");
        host.Script.Tool("agents_ask", """{"agent":"c","task":"do it"}""");
        host.Script.Text("b: not deeper.");
        host.Script.Text("a: fine.");

        await host.SayAsync("go", agent: "a");

        Assert.Contains("delegation.depth", host.Api.Requests[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_delegated_is_spent_by_those_who_delegated()
    {
        await using var host = await ChatHost.StartAsync(yaml: "agents: {a: {prompt: A, budget: {steps: 2}}, b: {prompt: B}}");
        host.Script.Tool("agents_ask", """{"agent":"b","task":"do it"}""");
        host.Script.Text("b: done.");

        var talk = await host.SayAsync("go", agent: "a");

        Assert.Equal("budget.steps", talk.Error.Text("rule"));
        Assert.Contains("agents.a.budget.steps", talk.Error.Text("remedy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delegated_task_that_needs_a_person_holds_nothing_and_is_collected_later()
    {
        await using var host = await StartAsync();
        host.Script.Tool("agents_ask", """{"agent":"clerk","task":"file it"}""");
        host.Script.Tool("alter", "{}");
        host.Script.Text("The clerk waits.");

        var first = await host.SayAsync("file it");
        var waiting = first.Of("tool_result").Single().Text("text");
        var session = System.Text.RegularExpressions.Regex.Match(waiting, "ses_[0-9a-f]+").Value;
        host.Script.Text("Filed.");
        await host.AnswerAsync(await host.WaitingApprovalAsync(), approve: true);
        host.Script.Tool("agents_ask", $$"""{"agent":"clerk","task":"file it","collect":"{{session}}"}""");
        await Harombe.Testing.Eventually.SeeAsync("the clerk's last word", async () => host.Api.Requests.Count == 4 ? "" : await Task.FromResult<string?>(null));
        host.Script.Text("It is filed.");
        var second = await host.SayAsync("is it filed?", first.Session);

        Assert.Equal("The clerk waits.", first.Message);
        Assert.Equal("Filed.", second.Of("tool_result").Single().Text("text"));
    }

    private static Task<ChatHost> StartAsync() => ChatHost.StartAsync(
        [TestTools.Reading("lookup", (text, _) => Task.FromResult($"the code of {text} is quince-7")), TestTools.Changing("alter", (_, _) => Task.FromResult("altered"))], yaml: Agents);
}
