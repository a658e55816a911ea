using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;

namespace Harombe.Agent.Completions;

/// <summary>
/// The messages that a client sent. What it calls a user is labelled as a client's: it could have composed anything. What it says came of a tool is data
/// from outside, whoever's tool it was.
/// </summary>
/// <param name="System">What it wants to be said before the conversation; null when nothing.</param>
/// <param name="All">The conversation.</param>
/// <param name="Answers">What it says came of calls that it was given in the last answer, by their ids: the tool messages at the end.</param>
internal sealed record ClientMessages(string? System, IReadOnlyList<Message> All, IReadOnlyList<(string Call, string Text)> Answers)
{
    /// <summary>What is new at the end: the messages behind the model's last one and the answers to it.</summary>
    public IReadOnlyList<Message> New => [.. All.Reverse().TakeWhile(message => message is Message.User).Reverse()];

    public static (ClientMessages? Messages, CompletionFault? Fault) Read(JsonElement body, int longest)
    {
        if (!body.TryGetProperty("messages", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            return (null, CompletionFault.Request("messages", "messages must be a list with at least one message."));
        }

        var system = new StringBuilder();
        var all = new List<Message>();
        var answers = new List<(string, string)>();
        var open = new Dictionary<string, RequestedCall>(StringComparer.Ordinal);
        var at = 0;
        foreach (var message in list.EnumerateArray())
        {
            var where = $"messages[{at++}]";
            var role = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out var given) ? given.ToString() : "";
            var (content, fault) = ContentParts.Read(message, where, longest);
            if (content is null)
            {
                return (null, fault);
            }

            switch (role)
            {
                case "system" or "developer":
                    system.Append(system.Length > 0 ? "\n\n" : "").Append(content.Text);
                    break;
                case "user":
                    answers.Clear();
                    all.Add(new Message.User(content.Text, Label.OfClient) { Attachments = content.Files });
                    break;
                case "assistant":
                    answers.Clear();
                    var calls = CallsOf(message);
                    foreach (var call in calls)
                    {
                        open[call.ModelCallId] = call;
                    }

                    all.Add(new Message.Assistant(content.Text, [.. calls]));
                    break;
                case "tool":
                    var id = message.TryGetProperty("tool_call_id", out var named) ? named.ToString() : "";
                    answers.Add((id, content.Text));
                    if (open.Remove(id, out var asked))
                    {
                        all.Add(new Message.ToolAnswer(asked.Id, asked.ModelCallId, asked.Tool, content.Text, "completed", Label.OfOutside));
                    }

                    break;
                default:
                    return (null, CompletionFault.Request($"{where}.role", "role must be system, developer, user, assistant or tool."));
            }
        }

        return open.Count == 0
            ? (new ClientMessages(system.Length == 0 ? null : system.ToString(), all, answers), null)
            : (null, CompletionFault.Request("messages", $"An assistant message with 'tool_calls' must be followed by a tool message for each of them; these have none: {string.Join(", ", open.Keys)}."));
    }

    private static List<RequestedCall> CallsOf(JsonElement message)
    {
        if (!message.TryGetProperty("tool_calls", out var calls) || calls.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        return [.. calls.EnumerateArray().Select(call => new RequestedCall(CallId.New(), call.GetProperty("id").ToString(), Part(call, "name"), Arguments(Part(call, "arguments"))))];
    }

    private static string Part(JsonElement call, string name) => call.TryGetProperty("function", out var function) && function.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static JsonElement? Arguments(string json)
    {
        try
        {
            return JsonElement.Parse(json.Length == 0 ? "{}" : json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
