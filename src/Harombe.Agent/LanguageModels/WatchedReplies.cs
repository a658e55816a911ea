using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>
/// Keeps what Semantic Kernel drops on its way: why the model stopped, and which calls came with arguments that are no JSON. It would hand those on
/// as calls without arguments, which is a different call. Used by one turn at a time; not thread-safe.
/// </summary>
internal sealed class WatchedReplies(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);

    /// <summary>Why the last reply ended.</summary>
    public ChatFinishReason? Finish { get; private set; }

    /// <summary>Whether the arguments of this call of the last reply could not be read.</summary>
    public bool IsBroken(string modelCallId) => broken.Contains(modelCallId);

    /// <exception cref="CutShortException">The stream ended before the model did.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        broken.Clear();
        Finish = null;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            Finish = update.FinishReason ?? Finish;
            broken.UnionWith(update.Contents.OfType<FunctionCallContent>().Where(call => call.Exception is not null || call.Arguments is null).Select(call => call.CallId));
            yield return update;
        }

        if (Finish is null)
        {
            throw new CutShortException();
        }
    }
}
