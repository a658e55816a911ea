using Harombe.Core.Schemas;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Tools;

/// <summary>A tool in the catalogue. Immutable. Its body can't be had: <see cref="Function"/> refuses unless the guard let the call through.</summary>
public sealed record CatalogTool
{
    internal CatalogTool(ToolDefinition definition, JsonSchema schema, KernelFunction function)
    {
        Definition = definition;
        Schema = schema;
        Function = function;
    }

    /// <summary>All that is known of the tool.</summary>
    public ToolDefinition Definition { get; }

    /// <summary>The compiled input schema.</summary>
    public JsonSchema Schema { get; }

    /// <summary>What Semantic Kernel advertises and invokes.</summary>
    public KernelFunction Function { get; }
}
