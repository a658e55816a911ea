using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Tools;

namespace Harombe.HostTests.Gateway.Composition;

/// <summary>Tools of every risk. They count their runs.</summary>
public sealed class ScriptedTools : IToolSource
{
    public const string TextSchema = """{"type":"object","properties":{"text":{"type":"string"}},"additionalProperties":false,"x-kept":1.50}""";

    private readonly ConcurrentDictionary<string, int> runs = new();

    public ScriptedTools()
    {
        Offers =
        [
            Offer("notes.read", Risk.Low, readOnly: true, (call, _) => Task.FromResult(new ToolContent(
                [new ContentBlock.Text("read " + Text(call), Label.OfOutside)],
                new StructuredContent(JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["note"] = Text(call) }), Label.OfOutside)))),
            Offer("notes.write", Risk.Medium, readOnly: false, (call, _) => Say("wrote " + Text(call))),
            Offer("notes.whoami", Risk.Medium, readOnly: false, (call, _) => Say($"{call.Principal.Id} {call.Session} {call.Face} {call.Arguments.Label}")),
            Offer("notes.erase", Risk.High, readOnly: false, (call, _) => Say("erased " + Text(call))),
            Offer("notes.fail", Risk.Low, readOnly: true, (_, _) => throw new InvalidOperationException("the note is gone")),
            Offer("notes.files", Risk.Low, readOnly: true, (_, _) => Task.FromResult(new ToolContent(
            [
                new ContentBlock.Binary([1, 2, 3], "image/png", null, Label.OfOutside),
                new ContentBlock.Binary([4, 5], "application/pdf", "a b.pdf", Label.OfOutside),
            ]))),
            Offer("notes.wait", Risk.Low, readOnly: true, WaitAsync),
        ];
    }

    public string Name => "scripted";

    public IReadOnlyList<ToolOffer> Offers { get; }

    /// <summary>One permit for each call of notes.wait that has begun.</summary>
    public SemaphoreSlim Waiting { get; } = new(0);

    /// <summary>One permit for each call of notes.wait whose token fired.</summary>
    public SemaphoreSlim Cancelled { get; } = new(0);

    /// <summary>Ends the calls of notes.wait.</summary>
    public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int RunsOf(string tool) => runs.GetValueOrDefault(tool);

    private ToolOffer Offer(string name, Risk risk, bool readOnly, Func<ToolCall, CancellationToken, Task<ToolContent>> body) => new(
        new ToolDefinition
        {
            Name = ToolName.Parse(name),
            Description = "Does " + name,
            InputSchema = JsonElement.Parse(TextSchema),
            Origin = "test",
            Risk = risk,
            ReadOnly = readOnly,
            Idempotent = readOnly,
        },
        async (invocation, cancellationToken) =>
        {
            runs.AddOrUpdate(name, 1, (_, count) => count + 1);
            return await body(invocation.Call, cancellationToken);
        });

    private async Task<ToolContent> WaitAsync(ToolCall call, CancellationToken cancellationToken)
    {
        Waiting.Release();
        try
        {
            await Go.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancelled.Release();
            throw;
        }

        return ToolContent.OfText("waited", Label.OfOutside);
    }

    private static Task<ToolContent> Say(string text) => Task.FromResult(ToolContent.OfText(text, Label.OfOutside));

    private static string Text(ToolCall call) => call.Arguments.Value.TryGetProperty("text", out var text) ? text.GetString() ?? "" : "";
}
