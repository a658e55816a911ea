using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.Chat;

/// <summary>Asks the model once: streams what it says, gathers the calls it wants.</summary>
internal sealed class ModelStep(ToolCatalog catalog, ISecretScanner scanner, AgentOptions options)
{
    /// <summary>What the model said, clean of secrets, and its calls as they came.</summary>
    public sealed record Reply(string Text, ImmutableArray<RequestedCall> Calls);

    public async ValueTask<Reply> AskAsync(
        LanguageModel model,
        IReadOnlyList<Message> messages,
        Principal principal,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var snapshot = catalog.Current;
        var settings = new PromptExecutionSettings
        {
            FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(snapshot.VisibleTo(principal).Select(tool => tool.Function), autoInvoke: false),
        };
        var text = new StringBuilder();
        var held = new HeldBackText(scanner);
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

        await voice.TokenAsync(held.Flush(), cancellationToken).ConfigureAwait(false);
        return new Reply(scanner.Redact(text.ToString()).Value, calls.ToRequests());
    }

    // Gathered by the call's id: an adapted client sends each call whole and gives all of them index 0, others send them in pieces by index.
    private sealed class GatheredCalls
    {
        private readonly List<(string Id, string Name, StringBuilder Json, int Index)> calls = [];

        public void Add(StreamingFunctionCallUpdateContent update)
        {
            var at = update.CallId is { Length: > 0 } id
                ? calls.FindIndex(call => call.Id == id)
                : calls.FindLastIndex(call => call.Index == update.FunctionCallIndex);
            if (at < 0)
            {
                calls.Add((update.CallId ?? $"call_{calls.Count}", update.Name ?? "", new StringBuilder(update.Arguments), update.FunctionCallIndex));
            }
            else
            {
                calls[at].Json.Append(update.Arguments);
            }
        }

        public ImmutableArray<RequestedCall> ToRequests() =>
            [.. calls.Select(call => new RequestedCall(CallId.New(), call.Id, call.Name, Parse(call.Json.ToString())))];

        private static JsonElement? Parse(string json)
        {
            try
            {
                return JsonElement.Parse(string.IsNullOrWhiteSpace(json) ? "{}" : json);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
