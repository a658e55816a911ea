using System.Collections.Immutable;
using System.Text;
using Harombe.Agent.LanguageModels;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.Chat;

/// <summary>Asks the model once: streams what it says, gathers the calls it wants.</summary>
internal sealed class ModelStep(ToolCatalog catalog, ISecretScanner scanner, AgentOptions options, TimeProvider clock)
{
    /// <summary>What the model said, clean of secrets, and its calls as they came.</summary>
    public sealed record Reply(string Text, ImmutableArray<RequestedCall> Calls);

    /// <exception cref="TimeoutException">It took longer than <see cref="AgentOptions.ModelTimeout"/>.</exception>
    public async ValueTask<Reply> AskAsync(
        LanguageModel model,
        IReadOnlyList<Message> messages,
        Principal principal,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ModelTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await StreamAsync(model, messages, principal, voice, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The model took too long.", e);
        }
    }

    private async ValueTask<Reply> StreamAsync(
        LanguageModel model,
        IReadOnlyList<Message> messages,
        Principal principal,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var snapshot = catalog.Current;
        var visible = snapshot.VisibleTo(principal).ToList();
        model.Offer([.. visible.Select(tool => tool.Definition)]);
        // Semantic Kernel advertises the functions and parses the calls; it never invokes one.
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(visible.Select(tool => tool.Function), autoInvoke: false) };
        var text = new StringBuilder();
        var held = new StreamedRedaction(scanner);
        var calls = new GatheredCalls();
        var stream = model.Service.GetStreamingChatMessageContentsAsync(
            Transcript.Of(messages, options.SystemPrompt), settings, snapshot.CreateUnguardedKernel(), cancellationToken);
        await foreach (var update in stream.ConfigureAwait(false))
        {
            foreach (var item in update.Items)
            {
                if (item is StreamingTextContent { Text: { Length: > 0 } piece })
                {
                    text.Append(piece);
                    await voice.TokenAsync(held.Add(piece), cancellationToken).ConfigureAwait(false);
                }
                else if (item is StreamingFunctionCallUpdateContent call)
                {
                    calls.Add(call);
                }
            }
        }

        var note = Note(model.Replies.Finish);
        text.Append(note);
        await voice.TokenAsync(held.Add(note) + held.Flush(), cancellationToken).ConfigureAwait(false);
        return new Reply(scanner.Redact(text.ToString()).Value, calls.ToRequests(scanner, model.Replies));
    }

    // An answer that was stopped must not read like one that was finished.
    private static string Note(ChatFinishReason? finish) =>
        finish == ChatFinishReason.Length ? "\n[cut: the model reached the longest answer it may give]"
        : finish == ChatFinishReason.ContentFilter ? "\n[stopped: the model's provider declined to answer]"
        : "";
}
