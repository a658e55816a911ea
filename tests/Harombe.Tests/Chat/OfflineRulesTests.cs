using Harombe.Agent.LanguageModels.OfflineRules;
using Microsoft.Extensions.AI;

namespace Harombe.Tests.Chat;

public sealed class OfflineRulesTests
{
    private static readonly AITool[] Tools = [AIFunctionFactory.CreateDeclaration("clock_now", "Tells the time.", System.Text.Json.JsonElement.Parse("""{"type":"object"}"""))];

    [Theory]
    [InlineData("hello, who are you?")]
    [InlineData("are you a language model?")]
    [InlineData("list my tools")]
    [InlineData("call nothing.here {}")]
    [InlineData("call clock.now {nonsense}")]
    [InlineData("read a.txt")]
    [InlineData("")]
    public async Task Every_reply_names_itself_and_never_claims_to_be_a_language_model(string sentence)
    {
        using var client = new OfflineRulesClient();
        var reply = (await client.GetResponseAsync([new(ChatRole.User, sentence)], new ChatOptions { Tools = [.. Tools] }, CancellationToken.None)).Text;
        Assert.StartsWith("[offline-rules]", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("I am a language model", reply, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task It_says_what_it_is_when_no_rule_fits()
    {
        using var client = new OfflineRulesClient();
        Assert.Contains("not a language model", (await client.GetResponseAsync([new(ChatRole.User, "tell me a story")], null, CancellationToken.None)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_results_report_names_itself_and_is_the_tools_own_text()
    {
        using var client = new OfflineRulesClient();
        var reply = await client.GetResponseAsync(
            [
                new(ChatRole.User, "what time is it"),
                new(ChatRole.Assistant, [new FunctionCallContent("1", "clock_now")]),
                new(ChatRole.Tool, [new FunctionResultContent("1", "noon")]),
            ],
            new ChatOptions { Tools = [.. Tools] },
            CancellationToken.None);
        Assert.Equal("[offline-rules] the tool answered:\nnoon", reply.Text);
    }

    [Theory]
    [InlineData("tell me a story", "stop")]
    [InlineData("what time is it", "tool_calls")]
    public async Task The_stream_says_the_same_and_why_it_ended(string sentence, string finish)
    {
        using var client = new OfflineRulesClient();
        ChatMessage[] messages = [new(ChatRole.User, sentence)];
        var options = new ChatOptions { Tools = [.. Tools] };
        var whole = await client.GetResponseAsync(messages, options, CancellationToken.None);
        var updates = await client.GetStreamingResponseAsync(messages, options, CancellationToken.None).ToListAsync();

        Assert.Equal(whole.Text, string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(finish, updates[^1].FinishReason?.Value);
        Assert.Equal(
            whole.Messages[0].Contents.OfType<FunctionCallContent>().Select(call => call.CallId),
            updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().Select(call => call.CallId));
    }
}
