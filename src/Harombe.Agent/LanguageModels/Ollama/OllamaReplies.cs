using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OllamaSharp.Models.Chat;

namespace Harombe.Agent.LanguageModels.Ollama;

/// <summary>
/// Mends what OllamaSharp loses on its way: it rewrites the tools' schemas into a type that knows only a part of JSON Schema, gives every stream
/// the ending "stop", and leaves out the usage where a stream ends with calls.
/// </summary>
internal sealed class OllamaReplies(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, WithTools(options), cancellationToken).ConfigureAwait(false);
        response.FinishReason = response.RawRepresentation is ChatDoneResponseStream done ? Finish(done) : null;
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, WithTools(options), cancellationToken).ConfigureAwait(false))
        {
            var done = update.RawRepresentation as ChatDoneResponseStream;
            update.FinishReason = done is null ? null : Finish(done);
            if (done is not null && !update.Contents.OfType<UsageContent>().Any())
            {
                update.Contents.Add(new UsageContent(new UsageDetails { InputTokenCount = done.PromptEvalCount, OutputTokenCount = done.EvalCount }));
            }

            yield return update;
        }

        // OllamaSharp ends a cancelled stream as if it had come to its end.
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static ChatFinishReason Finish(ChatDoneResponseStream done) => done.DoneReason == "length" ? ChatFinishReason.Length : ChatFinishReason.Stop;

    private static ChatOptions? WithTools(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools)
        {
            return options;
        }

        object[] exact = [.. tools.OfType<AIFunctionDeclaration>().Select(Tool)];
        var own = options.Clone();
        own.Tools = null;
        // Ollama knows no choice of tools: asked not to use any, it must not be told of any.
        own.RawRepresentationFactory = _ => new ChatRequest { Tools = options.ToolMode is NoneChatToolMode ? null : exact };
        return own;
    }

    private static JsonNode Tool(AIFunctionDeclaration tool) => new JsonObject
    {
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = tool.Name,
            ["description"] = tool.Description,
            ["parameters"] = JsonNode.Parse(tool.JsonSchema.GetRawText()),
        },
    };
}
