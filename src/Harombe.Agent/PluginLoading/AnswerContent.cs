using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>Turns what a plugin's function returned into a tool's outcome.</summary>
internal static class AnswerContent
{
    public static ToolOutcome Of(object? answer, Label label, JsonSerializerOptions json) => answer switch
    {
        ToolContent content => content,
        ToolAnswer.Refused refused => refused.Reason,
        ToolAnswer.Given { Structured: null } given => ToolContent.OfText(given.Text ?? "", label),
        ToolAnswer.File file => new ToolContent(
            [.. file.Text is { } words ? [new ContentBlock.Text(words, label)] : Array.Empty<ContentBlock>(),
             .. file.Files.Select(one => new ContentBlock.Binary(one.Content, one.MediaType, one.Name, label))]),
        ToolAnswer.Given given => Structured(given.Structured, given.Text, label, json),
        Reason reason => reason,
        string text => ToolContent.OfText(text, label),
        null => ToolContent.OfText("Done.", label),
        _ => Structured(answer, null, label, json),
    };

    private static ToolContent Structured(object value, string? text, Label label, JsonSerializerOptions json)
    {
        var element = JsonSerializer.SerializeToElement(value, value.GetType(), json);
        return new ToolContent([new ContentBlock.Text(text ?? element.GetRawText(), label)], new StructuredContent(element, label));
    }
}
