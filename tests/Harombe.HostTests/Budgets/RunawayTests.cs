using System.Text;
using Harombe.HostTests.Chat;
using Harombe.HostTests.LanguageModels;
using Harombe.Testing.Anthropic;

namespace Harombe.HostTests.Budgets;

/// <summary>A model that has gone mad, in every way that we could think of: the right budget ends it, says how to raise it. That the memory stays flat is looked at from outside (RealTests).</summary>
public sealed class RunawayTests
{
    private const string Limits = """
        agent: {max_steps: 6}
        budgets:
          repeats: 3
          turn: {tokens: 20000, calls: 40, time: 60s, tools: {limited: 2}}
        limits: {reply: 16 MiB, arguments: 1 MiB}
        """;

    public static TheoryData<string, string> Providers
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var provider in TableServer.Providers)
            {
                // Ollama's calls come as JSON within a line of JSON: too deep for one is too deep for both, and the line is malformed.
                foreach (var way in Ways.Keys.Where(way => provider != "ollama" || way != "arguments a thousand levels deep"))
                {
                    cells.Add(provider, way);
                }
            }

            return cells;
        }
    }

    // How it runs away, and the budget that must end it.
    private static Dictionary<string, (Action<Script> Play, string Rule, string Key)> Ways => new()
    {
        ["endless calls, each another"] = (script => Many(12, number => script.Tool("lookup", $$"""{"text":"{{number}}"}""")), "budget.steps", "agent.max_steps"),
        ["the same call again and again"] = (script => Many(12, _ => script.Tool("same", """{"text":"x"}""")), "budget.repeats", "budgets.repeats"),
        ["two calls in turn"] = (script => Many(12, number => script.Tool(number % 2 == 0 ? "same" : "other", "{}")), "budget.repeats", "budgets.repeats"),
        ["a thousand calls at once"] = (script => script.Tools([.. Enumerable.Range(0, 1000).Select(number => ("lookup", $$"""{"text":"{{number}}"}"""))]), "budget.calls", "budgets.turn.calls"),
        ["one tool too often"] = (script => Many(5, number => script.Tool("limited", $$"""{"text":"{{number}}"}""")), "budget.tools", "budgets.turn.tools.limited"),
        ["a stream that never ends"] = (script => script.Add(new ScriptedReply([]) { Repeat = "and so on and on and on " }), "budget.tokens", "budgets.turn.tokens"),
        ["ten megabytes of arguments"] = (script => script.Add(Large(10 << 20)), "budget.arguments", "limits.arguments"),
        ["more arguments than an answer may have"] = (script => script.Add(Large(20 << 20)), "budget.reply", "limits.reply"),
        ["arguments a thousand levels deep"] = (
            script => Many(6, _ => script.Tool("same", $$"""{"text":{{new string('[', 1000)}}{{new string(']', 1000)}}}""")), "budget.repeats", "budgets.repeats"),
    };

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_right_budget_ends_it(string provider, string way)
    {
        var (play, rule, key) = Ways[way];
        var ran = 0;
        await using var server = await TableServer.StartAsync(provider);
        await using var host = await StartAsync(server, () => Interlocked.Increment(ref ran));
        play(host.Script);

        var talk = await host.SayAsync("go");

        Assert.Equal(("failed", rule), (talk.State, talk.Error.Text("rule")));
        Assert.Contains(key, talk.Error.Text("remedy"), StringComparison.Ordinal);
        Assert.True(ran <= 40, $"{ran} calls ran");
    }

    [Fact]
    public async Task The_calls_that_were_left_over_are_answered_and_the_conversation_goes_on()
    {
        var ran = 0;
        await using var server = await TableServer.StartAsync("openai");
        await using var host = await StartAsync(server, () => Interlocked.Increment(ref ran));
        Ways["a thousand calls at once"].Play(host.Script);
        host.Script.Text("Sorry.");

        var session = (await host.SayAsync("go")).Session;
        var after = await host.SayAsync("are you well?", session);

        Assert.Equal(40, ran);
        Assert.Equal("Sorry.", after.Message);
    }

    [Fact]
    public async Task What_was_said_before_the_budget_ended_it_stands()
    {
        await using var server = await TableServer.StartAsync("openai");
        await using var host = await StartAsync(server, () => 0);
        Ways["a stream that never ends"].Play(host.Script);

        var talk = await host.SayAsync("go");

        Assert.StartsWith("and so on", talk.Message, StringComparison.Ordinal);
        Assert.EndsWith("[cut: budget.tokens]", talk.Message, StringComparison.Ordinal);
        Assert.Equal(talk.Message, talk.Tokens);
    }

    [Fact]
    public async Task A_model_that_is_slow_for_ever_is_ended_by_its_time()
    {
        await using var server = await TableServer.StartAsync("openai");
        await using var host = await ChatHost.StartAsync(endpoint: server.Endpoint.Streaming(true), yaml: "budgets: {turn: {time: 1s}}");
        host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["I think "])]) { End = StreamEnd.Waits });

        var talk = await host.SayAsync("go");

        Assert.Equal("budget.time", talk.Error.Text("rule"));
    }

    private static Task<ChatHost> StartAsync(TableServer server, Func<int> count) => ChatHost.StartAsync(
        [
            TestTools.Reading("lookup", (text, _) => Task.FromResult($"{text}: {count()}")),
            TestTools.Reading("same", (_, _) => Task.FromResult("as ever")),
            TestTools.Reading("other", (_, _) => Task.FromResult("as ever")),
            TestTools.Reading("limited", (text, _) => Task.FromResult(text)),
        ],
        server.Endpoint.Streaming(true),
        yaml: Limits);

    private static ScriptedReply Large(int bytes) => new([new ScriptedBlock.ToolUse("call_large", "lookup", [$$"""{"text":"{{new StringBuilder().Append('x', bytes)}}"}"""])]);

    private static void Many(int times, Action<int> add)
    {
        for (var number = 0; number < times; number++)
        {
            add(number);
        }
    }
}
