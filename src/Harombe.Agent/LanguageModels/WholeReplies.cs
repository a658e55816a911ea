using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>Asks for answers in one piece, for servers that can't stream (some can't stream calls). Those above see a stream all the same.</summary>
internal sealed class WholeReplies(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
