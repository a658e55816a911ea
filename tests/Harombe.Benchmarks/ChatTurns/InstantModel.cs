using System.Runtime.CompilerServices;
using Harombe.Agent;
using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Benchmarks.ChatTurns;

/// <summary>A model that answers at once: what is left of a turn's time is ours. Asked for the time, it calls <c>clock_now</c> first.</summary>
internal sealed class InstantModel : ILanguageModelProvider, IChatClient
{
    public const string Name = "instant";

    /// <summary>The same, with a key that is leased for each turn.</summary>
    public const string Keyed = "instant with a key";

    string ILanguageModelProvider.Name => Name;

    public Reason? Refuse(ModelSettings model) => null;

    public IChatClient Connect(ModelSettings model, string? key) => this;

    public bool Reads(string mediaType) => false;

    public ModelFault? Explain(Exception fault, ModelSettings model) => null;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        yield return new ChatResponseUpdate(ChatRole.Assistant, response.Messages[0].Contents) { FinishReason = response.FinishReason };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var last = messages.Last();
        AIContent reply = last.Role == ChatRole.User && last.Text.Contains("time", StringComparison.Ordinal)
            ? new FunctionCallContent(Guid.NewGuid().ToString("N"), "clock_now", new Dictionary<string, object?>())
            : new TextContent("Here you are.");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [reply])) { FinishReason = reply is TextContent ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls });
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // One for all turns; nothing is held.
    }
}
