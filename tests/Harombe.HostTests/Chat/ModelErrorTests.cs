using Harombe.Agent;
using Harombe.Testing.Anthropic;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Chat;

/// <summary>A model that fails: the person learns what happened and what helps, nothing that was said before is lost, and the next message works.</summary>
public sealed class ModelErrorTests
{
    public static TheoryData<string, string, string> Errors => new()
    {
        { "401", "model.key", "harombe secrets set anthropic/api_key" },
        { "403", "model.permission", "console" },
        { "404", "model.name", "model in harombe.yaml" },
        { "400", "model.request", "Begin a new conversation" },
        { "429", "model.limit", "Wait a minute" },
        { "500", "model.unavailable", "send the next message" },
        { "529", "model.overloaded", "Wait a minute" },
        { "error event", "model.unavailable", "send the next message" },
        { "broken", "model.connection", "models.anthropic.base_url" },
        { "early", "model.cut", "send the next message" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_names_rule_and_remedy_and_the_next_message_works(string what, string rule, string remedy)
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("The word is larch.");
        host.Script.Add(Reply(what));
        host.Script.Text("Back again.");

        var before = await host.SayAsync("remember the word");
        var failed = await host.SayAsync("and now?", before.Session);
        var after = await host.SayAsync("still there?", before.Session);

        Assert.Equal("failed", failed.State);
        Assert.Equal(rule, failed.Error.Text("rule"));
        Assert.Contains(remedy, failed.Error.Text("remedy"), StringComparison.Ordinal);
        Assert.Empty(failed.Of("message"));
        Assert.Equal("Back again.", after.Message);
        var sent = host.Api.Requests[^1].Text;
        Assert.Contains("The word is larch.", sent, StringComparison.Ordinal);
        Assert.Contains("and now?", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("half of it", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_of_a_reply_that_broke_off_never_runs()
    {
        var ran = 0;
        await using var host = await ChatHost.StartAsync([TestTools.Reading("echo", (text, _) => Task.FromResult($"{Interlocked.Increment(ref ran)}"))]);
        host.Script.Add(new ScriptedReply([ScriptedBlock.ToolUse.Of("echo", """{"text":"x"}""")]) { End = StreamEnd.Early });

        var talk = await host.SayAsync("go");

        Assert.Equal("model.cut", talk.Error.Text("rule"));
        Assert.Equal(0, ran);
    }

    [Fact]
    public async Task A_passing_error_is_tried_again_without_the_user_seeing_it()
    {
        await using var host = await ChatHost.StartAsync(more: services => Options(services).ModelRetries = 2);
        host.Script.Fails(ApiError.Limited(0));
        host.Script.Fails(ApiError.Overloaded);
        host.Script.Text("There.");

        var talk = await host.SayAsync("hello");

        Assert.Equal("There.", talk.Message);
        Assert.Equal(3, host.Api.Requests.Count);
    }

    [Fact]
    public async Task A_key_that_is_not_stored_is_told_with_the_command_and_one_in_the_environment_is_not_used()
    {
        await using var host = await ChatHost.StartAsync(withKey: false);
        using var _ = new EnvironmentVariables(("ANTHROPIC_API_KEY", AnthropicServer.Key), ("ANTHROPIC_AUTH_TOKEN", AnthropicServer.Key));

        var talk = await host.SayAsync("hello");

        Assert.Equal("model.key", talk.Error.Text("rule"));
        Assert.Contains("harombe secrets set anthropic/api_key", talk.Error.Text("remedy"), StringComparison.Ordinal);
        Assert.Empty(host.Api.Requests);
    }

    [Fact]
    public async Task Nothing_of_the_environment_goes_into_a_request()
    {
        using var _ = new EnvironmentVariables(
            ("ANTHROPIC_API_KEY", "sk-env-key"), ("ANTHROPIC_AUTH_TOKEN", "sk-env-token"), ("ANTHROPIC_CUSTOM_HEADERS", "X-From-Environment: yes"),
            ("ANTHROPIC_BASE_URL", "http://127.0.0.1:9"));
        await using var host = await ChatHost.StartAsync();
        host.Script.Text("hi");

        var talk = await host.SayAsync("hello");

        Assert.Equal("hi", talk.Message);
        var headers = host.Api.Requests.Single().Headers;
        Assert.Equal($"Bearer {AnthropicServer.Key}", headers["Authorization"]);
        Assert.DoesNotContain("X-From-Environment", headers.Keys);
        Assert.DoesNotContain(headers.Values, value => value.Contains("env", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reply_without_a_word_ends_the_turn_and_the_next_request_is_valid()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Add(new ScriptedReply([]));
        host.Script.Text("Here.");

        var silent = await host.SayAsync("hello");
        var talk = await host.SayAsync("still there?", silent.Session);

        Assert.Equal("done", silent.State);
        Assert.Equal("Here.", talk.Message);
    }

    [Fact]
    public async Task An_answer_that_was_cut_at_its_longest_says_so()
    {
        await using var host = await ChatHost.StartAsync();
        host.Script.Add(new ScriptedReply([new ScriptedBlock.Text(["It goes on and "])]) { StopReason = "max_tokens" });

        var talk = await host.SayAsync("tell me everything");

        Assert.Contains("[cut: ", talk.Message, StringComparison.Ordinal);
        Assert.Equal(talk.Message, talk.Tokens);
    }

    private static ScriptedReply Reply(string what) => what switch
    {
        "401" => Failing(ApiError.Unauthenticated("invalid x-api-key")),
        "403" => Failing(ApiError.Forbidden),
        "404" => Failing(ApiError.NotFound("model: claude-test")),
        "400" => Failing(ApiError.Invalid("messages: something is wrong")),
        "429" => Failing(ApiError.Limited(7)),
        "500" => Failing(ApiError.Internal),
        "529" => Failing(ApiError.Overloaded),
        "error event" => Ending(StreamEnd.Error),
        "broken" => Ending(StreamEnd.Broken),
        "early" => Ending(StreamEnd.Early),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static ScriptedReply Failing(ApiError error) => new([]) { Error = error };

    private static ScriptedReply Ending(StreamEnd end) => new([new ScriptedBlock.Text(["half of it "])]) { End = end };

    private static AgentOptions Options(IServiceCollection services) =>
        (AgentOptions)services.Single(service => service.ServiceType == typeof(AgentOptions)).ImplementationInstance!;
}
