using System.Runtime.CompilerServices;
using System.Text.Json;
using Harombe.Agent;
using Harombe.Agent.LanguageModels;
using Harombe.Agent.LanguageModels.OfflineRules;
using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Attacks.Guard;

/// <summary>Asks for several tools in one reply, then says that it is done.</summary>
internal sealed class ManyCallsModel(params string[] tools) : ILanguageModelProvider, IChatClient
{
    public string Name => OfflineRulesProvider.ProviderName;

    public Reason? Refuse(ModelSettings model) => null;

    public IChatClient Connect(ModelSettings model, string? key) => this;

    public bool Reads(string mediaType) => false;

    public ModelFault? Explain(Exception fault, ModelSettings model) => null;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        if (messages.Any(message => message.Contents.Any(content => content is FunctionResultContent)))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "done") { FinishReason = ChatFinishReason.Stop };
            yield break;
        }

        for (var i = 0; i < tools.Length; i++)
        {
            var arguments = new Dictionary<string, object?> { ["n"] = JsonElement.Parse($"{i}") };
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent($"id_{i}", tools[i], arguments)]);
        }

        yield return new ChatResponseUpdate { Role = ChatRole.Assistant, FinishReason = ChatFinishReason.ToolCalls };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing is held.
    }
}
