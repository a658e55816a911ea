using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels.OfflineRules;

/// <summary>
/// A deterministic stand-in for a model: it matches sentences to tool calls and says so in every reply. It is not a language model and never pretends
/// to be one; its tool calls are real.
/// </summary>
internal sealed class OfflineRulesClient : IChatClient
{
    private const string Self = "[offline-rules]";

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reply = Reply([.. messages], options);
        var finish = reply.Contents.OfType<FunctionCallContent>().Any() ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        return Task.FromResult(new ChatResponse(reply) { ModelId = OfflineRulesProvider.ProviderName, FinishReason = finish });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var content in response.Messages[0].Contents)
        {
            if (content is not TextContent text)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
                continue;
            }

            // Word by word, so that watching it looks like what a model's stream looks like to a client.
            foreach (var word in Words(text.Text))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new ChatResponseUpdate(ChatRole.Assistant, word);
            }
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = response.FinishReason };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held.
    }

    private static ChatMessage Reply(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var asked = messages.Count - 1;
        while (asked >= 0 && messages[asked].Role != ChatRole.User)
        {
            asked--;
        }

        var results = messages.Skip(asked + 1).SelectMany(message => message.Contents.OfType<FunctionResultContent>()).ToList();
        return results.Count > 0 ? Say(Report(results)) : Begin(asked < 0 ? "" : messages[asked].Text, options?.Tools ?? [], messages.Count);
    }

    private static ChatMessage Begin(string sentence, IList<AITool> tools, int turn)
    {
        switch (IntentRules.Read(sentence))
        {
            case Intent.ListTools:
                return Say(tools.Count == 0 ? "there are no tools." : "these tools are here:\n" + string.Join('\n', tools.Select(tool => $"- {tool.Name}: {tool.Description}")));
            case Intent.Call { Arguments: null }:
                return Say("the arguments after the tool's name must be one JSON object, for example: call clock.now {}");
            case Intent.Call call when tools.FirstOrDefault(tool => tool.Name == call.Tool.Replace('.', '_')) is { } tool:
                var arguments = call.Arguments.ToDictionary(argument => argument.Key, argument => (object?)JsonElement.Parse(argument.Value?.ToJsonString() ?? "null"));
                return new ChatMessage(ChatRole.Assistant, [new FunctionCallContent(CallId(sentence, turn), tool.Name, arguments)]);
            case Intent.Call call:
                return Say($"there is no tool {call.Tool}; say \"list my tools\" to see those there are.");
            default:
                return Say(
                    "I am a small set of rules, not a language model. I understand: list my tools · what time is it · list files · write hello.txt with hello · "
                    + "read hello.txt · search hello · append, move, delete · call <tool> {json}. Set model in harombe.yaml for a real one.");
        }
    }

    private static string Report(List<FunctionResultContent> results) =>
        string.Join('\n', results.Select(result => $"the tool answered:\n{result.Result}"));

    private static ChatMessage Say(string text) => new(ChatRole.Assistant, $"{Self} {text}");

    private static string CallId(string sentence, int turn) =>
        "rule_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{turn}:{sentence}")), 0, 8);

    private static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var space = text.IndexOf(' ', at);
            var end = space < 0 ? text.Length : space + 1;
            yield return text[at..end];
            at = end;
        }
    }
}
