using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Core.Plugins;

/// <summary>
/// A public class of a plugin whose tools are known only at run time: from a document, a schema, a setting. plugin.yaml must say <c>provides: true</c>, and every
/// tool stays within the hosts, secrets and paths that are declared there or by the operator.
/// </summary>
public interface IToolProvider
{
    /// <summary>The tools, read once when the plugin is loaded.</summary>
    /// <param name="cancellationToken">Ends the loading.</param>
    ValueTask<IReadOnlyList<ProvidedTool>> ToolsAsync(CancellationToken cancellationToken);
}

/// <summary>One tool of an <see cref="IToolProvider"/>. What it doesn't say is the careful answer.</summary>
public sealed record ProvidedTool
{
    /// <summary>Its name without the plugin's: lower-case letters, digits and <c>_</c>, beginning with a letter.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for the model and for the approver.</summary>
    public required string Description { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of the arguments object.</summary>
    public required JsonElement InputSchema { get; init; }

    /// <summary>How much harm a call could do.</summary>
    public required Risk Risk { get; init; }

    /// <summary>Changes nothing anywhere.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Running it twice is the same as running it once.</summary>
    public bool Idempotent { get; init; }

    /// <summary>The hosts it reaches.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>The secrets it needs.</summary>
    public ImmutableArray<SecretName> Secrets { get; init; } = [];

    /// <summary>Runs it, with arguments that fit the schema.</summary>
    public required Func<JsonElement, CancellationToken, ValueTask<ToolAnswer>> Run { get; init; }
}
