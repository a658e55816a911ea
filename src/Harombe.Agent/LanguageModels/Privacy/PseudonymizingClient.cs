using System.Runtime.CompilerServices;
using System.Text.Json;
using Harombe.Core.Privacy;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels.Privacy;

/// <summary>
/// Keeps personal data from a model: what is sent has stand-ins in its place, and where the answer or a call names one, it is put back before anybody else
/// reads it. Pictures and PDFs can't be looked into and are sent as they are. Used by one turn at a time; not thread-safe.
/// </summary>
internal sealed class PseudonymizingClient(IChatClient inner, IPersonalDataFinder finder) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var given = messages.ToList();
        var texts = given.SelectMany(message => message.Contents).Select(TextOf).ToList();
        var standIns = new StandIns(finder, name => texts.Exists(text => text.Contains(name, StringComparison.Ordinal)));
        var hidden = given.ConvertAll(message => Hide(message, standIns));
        var restoring = new RestoredText(standIns);
        await foreach (var update in base.GetStreamingResponseAsync(hidden, options, cancellationToken).ConfigureAwait(false))
        {
            if (!standIns.IsEmpty)
            {
                update.Contents = [.. update.Contents.SelectMany(content => Restore(content, standIns, restoring))];
            }

            yield return update;
        }

        if (restoring.Rest() is { Length: > 0 } rest)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, rest);
        }
    }

    private static string TextOf(AIContent content) => content switch
    {
        TextContent text => text.Text,
        FunctionResultContent result => result.Result?.ToString() ?? "",
        FunctionCallContent call => JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions),
        _ => "",
    };

    private static ChatMessage Hide(ChatMessage message, StandIns standIns)
    {
        var copy = message.Clone();
        copy.Contents = [.. message.Contents.Select(content => Hide(content, standIns))];
        return copy;
    }

    private static AIContent Hide(AIContent content, StandIns standIns) => content switch
    {
        TextContent text => new TextContent(standIns.Hide(text.Text)) { AdditionalProperties = text.AdditionalProperties },
        FunctionResultContent { Result: JsonElement json } result => new FunctionResultContent(result.CallId, JsonTexts.Change(json, standIns.Hide)) { AdditionalProperties = result.AdditionalProperties },
        FunctionResultContent { Result: { } said } result => new FunctionResultContent(result.CallId, standIns.Hide(said.ToString() ?? "")) { AdditionalProperties = result.AdditionalProperties },
        FunctionCallContent call => Changed(call, standIns.Hide),
        _ => content,
    };

    private static IEnumerable<AIContent> Restore(AIContent content, StandIns standIns, RestoredText restoring)
    {
        switch (content)
        {
            case TextContent text:
                yield return new TextContent(restoring.Add(text.Text)) { AdditionalProperties = text.AdditionalProperties };
                break;
            case FunctionCallContent call:
                // What is held back was said before it.
                if (restoring.Rest() is { Length: > 0 } rest)
                {
                    yield return new TextContent(rest);
                }

                yield return Changed(call, standIns.Restore);
                break;
            default:
                yield return content;
                break;
        }
    }

    private static FunctionCallContent Changed(FunctionCallContent call, Func<string, string> change) =>
        new(call.CallId, call.Name, call.Arguments?.ToDictionary(argument => change(argument.Key), argument => Changed(argument.Value, change)))
        {
            Exception = call.Exception,
            AdditionalProperties = call.AdditionalProperties,
        };

    private static object? Changed(object? value, Func<string, string> change) => value switch
    {
        null => null,
        string text => change(text),
        JsonElement json => JsonTexts.Change(json, change),
        _ => JsonTexts.Change(JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions), change),
    };
}
