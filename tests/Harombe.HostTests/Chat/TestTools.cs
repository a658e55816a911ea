using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Tools;

namespace Harombe.HostTests.Chat;

/// <summary>Tools that a test makes up.</summary>
internal sealed class TestTools(IReadOnlyList<ToolOffer> offers) : IToolSource
{
    private const string AnyText = """{"type":"object","properties":{"text":{"type":"string"}},"additionalProperties":false}""";

    public string Name => "test";

    public IReadOnlyList<ToolOffer> Offers => offers;

    /// <summary>A tool that only reads, so that it runs without a question.</summary>
    public static ToolOffer Reading(string name, Func<string, CancellationToken, Task<string>> body) => Of(name, Risk.Low, readOnly: true, body);

    /// <summary>A tool that changes something, so that a person is asked.</summary>
    public static ToolOffer Changing(string name, Func<string, CancellationToken, Task<string>> body) => Of(name, Risk.Medium, readOnly: false, body);

    private static ToolOffer Of(string name, Risk risk, bool readOnly, Func<string, CancellationToken, Task<string>> body) => new(
        new ToolDefinition
        {
            Name = ToolName.Parse(name),
            Description = $"The test's {name}.",
            InputSchema = JsonElement.Parse(AnyText),
            Origin = "test",
            Risk = risk,
            ReadOnly = readOnly,
            ResultLabel = new Label(Integrity.Own, Confidentiality.Public),
        },
        async (invocation, cancellationToken) =>
        {
            var text = invocation.Call.Arguments.Value.TryGetProperty("text", out var given) ? given.GetString() ?? "" : "";
            return ToolContent.OfText(await body(text, cancellationToken), new Label(Integrity.Own, Confidentiality.Public));
        });
}
