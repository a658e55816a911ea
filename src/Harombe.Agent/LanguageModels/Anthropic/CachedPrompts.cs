using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels.Anthropic;

/// <summary>
/// Marks how far a prompt can be read from Anthropic's cache: behind the system prompt, which the tools stand before, and behind the last message, so
/// that the next request finds all of this one. Two of the four marks that a request may have (platform.claude.com, "Prompt caching").
/// </summary>
internal sealed class CachedPrompts(IChatClient inner) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(Marked(messages), options, cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(Marked(messages), options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    // The messages were made for this one request: marking them changes nobody else's.
    private static List<ChatMessage> Marked(IEnumerable<ChatMessage> messages)
    {
        var list = messages.ToList();
        Mark(list.LastOrDefault(message => message.Role == ChatRole.System));
        Mark(list.LastOrDefault());
        return list;
    }

    private static void Mark(ChatMessage? message) => message?.Contents.LastOrDefault()?.WithCacheControl(ttl: null);
}
