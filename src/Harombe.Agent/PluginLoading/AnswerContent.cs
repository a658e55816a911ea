using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;

namespace Harombe.Agent.PluginLoading;

/// <summary>Turns what a plugin's function returned into a tool's content.</summary>
internal static class AnswerContent
{
    /// <exception cref="ToolRefusedException">The function refused.</exception>
    public static ToolContent Of(object? answer, Label label, JsonSerializerOptions json) => answer switch
    {
        ToolContent content => content,
        ToolAnswer.Refused refused => throw new ToolRefusedException(refused.Reason),
        ToolAnswer.Given { Structured: null } given => ToolContent.OfText(given.Text ?? "", label),
        ToolAnswer.File file => new ToolContent(
            [.. file.Text is { } words ? [new ContentBlock.Text(words, label)] : Array.Empty<ContentBlock>(),
             .. file.Files.Select(one => new ContentBlock.Binary(one.Content, one.MediaType, one.Name, label))]),
        ToolAnswer.Given given => Structured(given.Structured, given.Text, label, json),
        Reason reason => throw new ToolRefusedException(reason),
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
