using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>
/// Keeps what Semantic Kernel drops on its way: why the model stopped, what it cost, whether it declined, and which calls came with arguments that are
/// no JSON. It would hand those on as calls without arguments, which is a different call. Used by one turn at a time; not thread-safe.
/// </summary>
internal sealed class WatchedReplies(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);

    /// <summary>Why the last reply ended.</summary>
    public ChatFinishReason? Finish { get; private set; }

    /// <summary>The tokens of the last reply, as its provider counts them; null when it said nothing of them.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>What the model said when it declined to answer; null when it didn't.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether anything of the last reply has come. From then on nobody else is asked for it.</summary>
    public bool Began { get; private set; }

    /// <summary>Whether the arguments of this call of the last reply could not be read.</summary>
    public bool IsBroken(string modelCallId) => broken.Contains(modelCallId);

    /// <exception cref="CutShortException">The stream ended before the model did.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Forget();
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            Finish = update.FinishReason ?? Finish;
            foreach (var content in update.Contents)
            {
                Keep(content);
            }

            yield return update;
        }

        if (Finish is null)
        {
            throw new CutShortException();
        }

        if (Finish == ChatFinishReason.ContentFilter)
        {
            Refusal ??= "";
        }
    }

    private void Forget()
    {
        broken.Clear();
        (Finish, Usage, Refusal, Began) = (null, null, null, false);
    }

    private void Keep(AIContent content)
    {
        switch (content)
        {
            case FunctionCallContent call:
                Began = true;
                if (call.Exception is not null || call.Arguments is null)
                {
                    broken.Add(call.CallId);
                }

                break;
            case TextContent { Text.Length: > 0 }:
                Began = true;
                break;
            case UsageContent usage when Usage is null:
                Usage = usage.Details;
                break;
            case UsageContent usage:
                Usage.Add(usage.Details);
                break;
            case ErrorContent error:
                Began = true;
                Refusal += error.Message;
                break;
        }
    }
}
