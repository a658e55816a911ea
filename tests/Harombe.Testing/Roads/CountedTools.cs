using System.Collections.Concurrent;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Core.Tools;

namespace Harombe.Testing.Roads;

/// <summary>Tools that count how often their bodies ran. Thread-safe once they are offered.</summary>
public sealed class CountedTools : IToolSource
{
    private readonly List<ToolOffer> offers = [];
    private readonly ConcurrentDictionary<string, int> runs = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "counted";

    /// <inheritdoc/>
    public IReadOnlyList<ToolOffer> Offers => offers;

    /// <summary>How often the body of this tool was entered.</summary>
    public int RunsOf(string tool) => runs.GetValueOrDefault(tool);

    /// <summary>Adds a tool that takes anything and answers with a word.</summary>
    public void Add(string name, Func<ToolDefinition, ToolDefinition>? define = null) =>
        Add(name, (_, _) => ValueTask.FromResult<ToolOutcome>(ToolContent.OfText("done", Label.OfUser)), define);

    /// <summary>Adds a tool with a body.</summary>
    public void Add(string name, ToolBody body, Func<ToolDefinition, ToolDefinition>? define = null) =>
        Add(new ToolOffer((define ?? (one => one))(Definition(name)), body));

    /// <summary>Puts another definition in the place of a tool's; counts with the catalogue's next look.</summary>
    public void Redefine(string name, Func<ToolDefinition, ToolDefinition> define)
    {
        ArgumentNullException.ThrowIfNull(define);
        var at = offers.FindIndex(offer => offer.Definition.Name.Value == name);
        offers[at] = offers[at] with { Definition = define(offers[at].Definition) };
    }

    /// <summary>Adds what another source would offer.</summary>
    public void Add(ToolOffer offer) => offers.Add(offer with
    {
        Body = (invocation, cancellationToken) =>
        {
            runs.AddOrUpdate(offer.Definition.Name.Value, 1, (_, before) => before + 1);
            return offer.Body(invocation, cancellationToken);
        },
    });

    /// <summary>A tool that takes anything and only reads.</summary>
    public static ToolDefinition Definition(string name) => new()
    {
        Name = ToolName.Parse(name),
        Description = "A tool to test with.",
        InputSchema = JsonElement.Parse("""{"type":"object"}"""),
        Origin = "test",
        Risk = Risk.Low,
        ReadOnly = true,
    };
}
