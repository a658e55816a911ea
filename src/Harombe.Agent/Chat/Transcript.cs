using Harombe.Core.Conversations;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Harombe.Agent.Chat;

/// <summary>Turns stored messages into what Semantic Kernel sends to a model.</summary>
internal static class Transcript
{
    public static ChatHistory Of(IReadOnlyList<Message> messages, string systemPrompt)
    {
        var history = new ChatHistory();
        if (systemPrompt.Length > 0)
        {
            history.AddSystemMessage(systemPrompt);
        }

        foreach (var message in messages)
        {
            history.Add(message switch
            {
                Message.User user => new ChatMessageContent(AuthorRole.User, user.Text),
                Message.Assistant assistant => Of(assistant),
                Message.ToolAnswer answer => new ChatMessageContent(AuthorRole.Tool, [new FunctionResultContent(Wire(answer.Tool), null, answer.ModelCallId, answer.Text)]),
                _ => throw new InvalidOperationException($"Unknown message {message.GetType().Name}."),
            });
        }

        return history;
    }

    private static ChatMessageContent Of(Message.Assistant assistant)
    {
        var items = new ChatMessageContentItemCollection();
        if (assistant.Text.Length > 0)
        {
            items.Add(new TextContent(assistant.Text));
        }

        foreach (var call in assistant.Calls)
        {
            var arguments = new KernelArguments();
            if (call.Arguments is { ValueKind: System.Text.Json.JsonValueKind.Object } given)
            {
                foreach (var argument in given.EnumerateObject())
                {
                    arguments[argument.Name] = argument.Value;
                }
            }

            items.Add(new FunctionCallContent(Wire(call.Tool), null, call.ModelCallId, arguments));
        }

        return new ChatMessageContent(AuthorRole.Assistant, items);
    }

    private static string Wire(string tool) => ToolName.TryParse(tool, out var name) ? name.Wire : tool;
}
