using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Plugins;
using Harombe.Core.Tools;

namespace Harombe.HostTests.Canaries;

/// <summary>Tools that give out whatever they hold, each in another part of its answer. All but one are told nothing by their callers.</summary>
internal sealed class CanaryTools
{
    private static readonly Label Label = new(Integrity.Own, Confidentiality.Public);

    /// <summary>What they give out.</summary>
    public string Held { get; set; } = "";

    /// <summary>What the tool that is told something was told last.</summary>
    public string? Echoed { get; set; }

    public ToolOffer[] Offers =>
    [
        Offer("text", _ => ToolContent.OfText($"the file says: {Held} .", Label)),
        Offer("structured", _ => new ToolContent([], new StructuredContent(JsonSerializer.SerializeToElement(new { rows = new[] { new { cell = $"x {Held} y" } } }), Label))),
        Offer("key", _ => new ToolContent([], new StructuredContent(JsonSerializer.SerializeToElement(new Dictionary<string, int> { [$"x {Held} y"] = 1 }), Label))),
        Offer("file", _ => new ToolContent([new ContentBlock.Binary([.. Encoding.UTF8.GetBytes($"x {Held} y")], "text/plain", "notes.txt", Label)])),
        Offer("name", _ => new ToolContent([new ContentBlock.Binary([1, 2, 3], "image/png", $"x {Held} y", Label)])),
        Offer("error", _ => throw new InvalidOperationException($"401 for {Held} .")),
        Offer("progress", invocation =>
        {
            invocation.Progress.Report(new ToolProgress($"half of {Held} .", 0.5));
            return ToolContent.OfText("done", Label);
        }),
        Offer("echo", invocation =>
        {
            Echoed = invocation.Call.Arguments.Value.TryGetProperty("text", out var text) ? text.GetString() : null;
            return ToolContent.OfText(invocation.Call.Arguments.Value.GetRawText().Length + " characters", Label);
        }),
    ];

    private static ToolOffer Offer(string name, Func<ToolInvocation, ToolContent> body) => new(
        new ToolDefinition
        {
            Name = ToolName.Parse("canary." + name),
            Description = $"The test's {name}.",
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"text":{"type":"string"}},"additionalProperties":false}"""),
            Origin = "test",
            Risk = Risk.Low,
            ReadOnly = true,
            ResultLabel = Label,
        },
        (invocation, _) => ValueTask.FromResult<ToolOutcome>(body(invocation)));
}
