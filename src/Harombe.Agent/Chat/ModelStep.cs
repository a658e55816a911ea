using System.Collections.Immutable;
using System.Text;
using Harombe.Agent.Agents;
using Harombe.Agent.Completions;
using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.Chat;

/// <summary>Asks the model once: streams what it says, gathers the calls it wants.</summary>
internal sealed class ModelStep(ToolCatalog catalog, NamedAgents agents, ISecretScanner scanner, AgentOptions options, TimeProvider clock)
{
    /// <summary>What the model said, clean of secrets, and its calls as they came.</summary>
    public sealed record Reply(string Text, ImmutableArray<RequestedCall> Calls)
    {
        /// <summary>Why it is no answer but a refusal to give one; null when it is an answer.</summary>
        public Reason? Refusal { get; init; }
    }

    /// <exception cref="TimeoutException">It took longer than <see cref="AgentOptions.ModelTimeout"/>.</exception>
    public async ValueTask<Reply> AskAsync(
        LanguageModel model,
        IReadOnlyList<Message> messages,
        Turn turn,
        ClientRequest client,
        Principal principal,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ModelTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await StreamAsync(model, messages, turn, client, principal, voice, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The model took too long.", e);
        }
    }

    private async ValueTask<Reply> StreamAsync(
        LanguageModel model,
        IReadOnlyList<Message> messages,
        Turn turn,
        ClientRequest client,
        Principal principal,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var snapshot = catalog.Current;
        var visible = snapshot.VisibleTo(principal).ToList();
        model.Offer(client.Beside([.. visible.Select(tool => tool.Definition)]), client.Wish(messages));
        // Semantic Kernel advertises the functions and parses the calls; it never invokes one.
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(visible.Select(tool => tool.Function), autoInvoke: false) };
        var text = new StringBuilder();
        var held = new StreamedRedaction(scanner);
        var calls = new GatheredCalls();
        var stream = model.Service.GetStreamingChatMessageContentsAsync(
            Transcript.Of(messages, client.Under(agents.PromptOf(turn)), model.Reads), settings, snapshot.CreateUnguardedKernel(), cancellationToken);
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

        var refusal = Refusal(model);
        var note = Note(model.Replies, text.Length);
        text.Append(note);
        await voice.TokenAsync(held.Add(note) + held.Flush(), cancellationToken).ConfigureAwait(false);
        await voice.UsageAsync(model.Name, model.Replies.Usage, cancellationToken).ConfigureAwait(false);
        return new Reply(scanner.Redact(text.ToString()).Value, refusal is null ? calls.ToRequests(scanner, model.Replies) : []) { Refusal = refusal };
    }

    // What came with calls and then declined asks for nothing: its calls are dropped with it.
    private Reason? Refusal(LanguageModel model) => model.Replies.Refusal is { } words ? StatusFaults.Refused(model.Settings, scanner.Redact(words).Value).Reason : null;

    // An answer that was stopped must not read like one that was finished.
    private static string Note(WatchedReplies replies, int said) =>
        replies.Finish == ChatFinishReason.Length ? "\n[cut: the model reached the longest answer it may give]"
        : replies.Refusal is { } words ? $"{(said > 0 ? "\n" : "")}[declined: {(words.Length > 0 ? words : "the model's provider stopped the answer")}]"
        : "";
}
