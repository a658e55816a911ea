using Harombe.Core.Calls;

namespace Harombe.Core.Tools;

/// <summary>Where tools come from: loaded plugins, upstream MCP servers, OpenAPI documents.</summary>
public interface IToolSource
{
    /// <summary>Names the source, for example <c>plugins</c>.</summary>
    string Name { get; }

    /// <summary>The tools it has now. The catalogue wraps each so that it can't run without a permit.</summary>
    IReadOnlyList<ToolOffer> Offers { get; }
}

/// <summary>A tool as its source offers it: the definition, and the body that only the catalogue ever holds.</summary>
public sealed record ToolOffer(ToolDefinition Definition, ToolBody Body)
{
    /// <summary>Looks before a result is given again that the body gave once; a reason keeps it back. Null where nothing can have changed but the definition.</summary>
    public Func<CancellationToken, ValueTask<Reason?>>? BeforeRepeat { get; init; }
}

/// <summary>
/// Runs a tool. Reached through the guard only. A refusal is a value; an exception becomes a failed result too, and its message is scanned before anybody
/// reads it.
/// </summary>
public delegate ValueTask<ToolOutcome> ToolBody(ToolInvocation invocation, CancellationToken cancellationToken);
