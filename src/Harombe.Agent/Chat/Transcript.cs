using System.Text.Json;
using Harombe.Core.Conversations;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Harombe.Agent.Chat;

/// <summary>Turns stored messages into what Semantic Kernel sends to a model.</summary>
internal static class Transcript
{
    /// <param name="messages">The conversation so far.</param>
    /// <param name="systemPrompt">What stands before it; may be empty.</param>
    /// <param name="reads">Which media types, besides text, the model reads.</param>
    public static ChatHistory Of(IReadOnlyList<Message> messages, string systemPrompt, Func<string, bool> reads)
    {
        var history = new ChatHistory();
        if (systemPrompt.Length > 0)
        {
            history.AddSystemMessage(systemPrompt);
        }

        foreach (var message in messages)
        {
            switch (message)
            {
                case Message.User user:
                    history.Add(new ChatMessageContent(AuthorRole.User, UserItems.Of(user, reads)));
                    break;
                case Message.Assistant assistant:
                    Add(history, assistant);
                    break;
                case Message.ToolAnswer answer:
                    Add(history, answer);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown message {message.GetType().Name}.");
            }
        }

        return history;
    }

    // A model may end a turn without a word. APIs refuse messages without content, so such a one is left out.
    private static void Add(ChatHistory history, Message.Assistant assistant)
    {
        var items = new ChatMessageContentItemCollection();
        if (!string.IsNullOrWhiteSpace(assistant.Text))
        {
            items.Add(new TextContent(assistant.Text));
        }

        foreach (var call in assistant.Calls)
        {
            items.Add(new FunctionCallContent(Wire(call.Tool), null, call.ModelCallId, Arguments(call)));
        }

        if (items.Count > 0)
        {
            history.Add(new ChatMessageContent(AuthorRole.Assistant, items));
        }
    }

    // All answers to one reply stand in one message: Anthropic's API wants those of parallel calls together, right behind the calls.
    private static void Add(ChatHistory history, Message.ToolAnswer answer)
    {
        var result = new FunctionResultContent(Wire(answer.Tool), null, answer.ModelCallId, answer.Text);
        if (history.Count > 0 && history[^1].Role == AuthorRole.Tool)
        {
            history[^1].Items.Add(result);
        }
        else
        {
            history.Add(new ChatMessageContent(AuthorRole.Tool, [result]));
        }
    }

    private static KernelArguments Arguments(RequestedCall call)
    {
        var arguments = new KernelArguments();
        if (call.Arguments is { ValueKind: JsonValueKind.Object } given)
        {
            foreach (var argument in given.EnumerateObject())
            {
                arguments[argument.Name] = argument.Value;
            }
        }

        return arguments;
    }

    private static string Wire(string tool) => ToolName.TryParse(tool, out var name) ? name.Wire : tool;
}
