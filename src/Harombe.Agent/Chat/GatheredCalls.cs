using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.Chat;

/// <summary>
/// The calls of one reply. Gathered by the call's id: an adapted client sends each call whole and gives all of them index 0, others send them in pieces
/// by index.
/// </summary>
internal sealed class GatheredCalls
{
    private readonly List<(string Id, string Name, StringBuilder Json, int Index)> calls = [];

    /// <summary>Takes the next piece; how long the arguments of its call are now.</summary>
    public int Add(StreamingFunctionCallUpdateContent update)
    {
        var at = update.CallId is { Length: > 0 } id
            ? calls.FindIndex(call => call.Id == id)
            : calls.FindLastIndex(call => call.Index == update.FunctionCallIndex);
        if (at < 0)
        {
            calls.Add((update.CallId ?? $"call_{calls.Count}", update.Name ?? "", new StringBuilder(), update.FunctionCallIndex));
            at = calls.Count - 1;
        }

        return calls[at].Json.Append(update.Arguments).Length;
    }

    public ImmutableArray<RequestedCall> ToRequests(ISecretScanner scanner, WatchedReplies replies) => [.. calls.Select(call => Request(call.Id, call.Name, call.Json, scanner, replies))];

    private static RequestedCall Request(string modelId, string name, StringBuilder json, ISecretScanner scanner, WatchedReplies replies)
    {
        var id = CallId.New();
        return new RequestedCall(id, IsClean(modelId, scanner) ? modelId : id.Value, Name(name, scanner), replies.IsBroken(modelId) ? null : Parse(json.ToString()));
    }

    // Names and ids are the model's words as well: they are stored, shown and sent back. One that a provider's API doesn't take would make every later
    // request of the conversation invalid.
    private static string Name(string name, ISecretScanner scanner) => ToolName.TryParse(name, out _) && IsClean(name.Replace('.', '_'), scanner) ? name : "not-a-tool-name";

    private static bool IsClean(string text, ISecretScanner scanner) =>
        text is { Length: > 0 and <= 128 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && scanner.Scan(text).Count == 0;

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
