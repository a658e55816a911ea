using System.Text;
using Harombe.Testing.Anthropic;

namespace Harombe.HostTests.Chat;

/// <summary>A secret that comes into a conversation by any door is nowhere afterwards: not on the disk, not in the events, not in what the model is sent.</summary>
public sealed class SecretTests
{
    // Made up; a token of this form that was never issued.
    private const string Token = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";
    private const string Stored = "Vq83-lamp-Zk19-harbour-Xy77";

    [Fact]
    public async Task In_the_users_message()
    {
        await using var host = await StartAsync();
        host.Script.Text("I will not repeat it.");
        var talk = await host.SayAsync($"my token is {Token} and my secret {Stored}");
        Assert.True(talk.Events[0].Data.GetProperty("redacted").GetBoolean());
        await AssertNowhereAsync(host, talk);
    }

    [Fact]
    public async Task In_what_the_model_says_split_over_pieces()
    {
        await using var host = await StartAsync();
        host.Script.Text([.. $"Your token is {Token} and {Stored}, keep it safe.".Chunk(3).Select(piece => new string(piece))]);
        host.Script.Text("ok");
        var talk = await host.SayAsync("what is it?");
        Assert.Contains("keep it safe", talk.Message, StringComparison.Ordinal);
        Assert.Equal(talk.Message, talk.Tokens);
        await AssertNowhereAsync(host, talk);
    }

    [Fact]
    public async Task In_what_the_model_says_word_by_word()
    {
        const string spaced = "correct horse battery staple";
        await using var host = await StartAsync();
        await host.StoreAsync("test/spaced", spaced);
        host.Script.Text([.. $"It is {spaced}, keep it safe.".Split(' ').Select(word => word + " ")]);
        var talk = await host.SayAsync("what is it?");
        Assert.Contains("keep it safe", talk.Tokens, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", talk.Tokens, StringComparison.Ordinal);
        Assert.DoesNotContain("correct", talk.Tokens, StringComparison.Ordinal);
        Assert.Empty(host.FilesWith("battery"));
    }

    [Fact]
    public async Task In_the_arguments_of_a_call()
    {
        var ran = 0;
        await using var host = await StartAsync((_, _) => Task.FromResult($"{Interlocked.Increment(ref ran)}"));
        host.Script.Tool("echo", $$"""{"text":"use {{Token}} and {{Stored}}"}""");
        host.Script.Text("ok");
        var talk = await host.SayAsync("call it");
        Assert.Equal(0, ran);
        Assert.Contains("[rule scan.arguments]", host.Api.Requests[1].Results.Single().Text, StringComparison.Ordinal);
        await AssertNowhereAsync(host, talk);
    }

    [Fact]
    public async Task In_the_name_and_the_id_of_a_call()
    {
        await using var host = await StartAsync();
        host.Script.Tool(Token, "{}", id: $"toolu_{Token}");
        host.Script.Text("ok");
        var talk = await host.SayAsync("call it");
        Assert.Equal("ok", talk.Message);
        await AssertNowhereAsync(host, talk);
    }

    [Fact]
    public async Task In_the_result_of_a_tool()
    {
        await using var host = await StartAsync((_, _) => Task.FromResult($"The file says {Token}, and {Stored}."));
        host.Script.Tool("echo", """{"text":"x"}""");
        host.Script.Text("ok");
        var talk = await host.SayAsync("read it");
        Assert.Contains("The file says", host.Api.Requests[1].Results.Single().Text, StringComparison.Ordinal);
        await AssertNowhereAsync(host, talk);
    }

    [Fact]
    public async Task In_the_failure_of_a_tool()
    {
        await using var host = await StartAsync((_, _) => throw new InvalidOperationException($"401 for {Token} {Stored}"));
        host.Script.Tool("echo", """{"text":"x"}""");
        host.Script.Text("ok");
        var talk = await host.SayAsync("read it");
        Assert.Equal("failed", talk.Of("tool_result").Single().Text("ending"));
        await AssertNowhereAsync(host, talk);
    }

    [Fact]
    public async Task In_an_error_of_the_models_provider()
    {
        await using var host = await StartAsync();
        host.Script.Fails(ApiError.Invalid($"could not read {Token} {Stored}"));
        await AssertNowhereAsync(host, await host.SayAsync("hello"));
    }

    private static async Task<ChatHost> StartAsync(Func<string, CancellationToken, Task<string>>? tool = null)
    {
        var host = await ChatHost.StartAsync([TestTools.Reading("echo", tool ?? ((text, _) => Task.FromResult(text)))]);
        await host.StoreAsync("test/passphrase", Stored);
        return host;
    }

    private static async Task AssertNowhereAsync(ChatHost host, Talk talk)
    {
        Assert.DoesNotContain(Token, string.Join('\n', talk.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain(Stored, string.Join('\n', talk.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Api.Requests, request => request.Text.Contains(Token, StringComparison.Ordinal) || request.Text.Contains(Stored, StringComparison.Ordinal));
        // The search works: it finds what is there. The key of the model must be nowhere either.
        Assert.Contains("state.db", string.Join(' ', host.FilesWith(talk.Session)), StringComparison.Ordinal);
        Assert.Empty(host.FilesWith(Token, Stored, AnthropicServer.Key));
        await host.DownAsync();
        Assert.Empty(host.FilesWith(Token, Stored, AnthropicServer.Key));
    }
}
