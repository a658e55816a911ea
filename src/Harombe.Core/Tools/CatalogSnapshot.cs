using System.Collections.Frozen;
using System.Collections.Immutable;
using Harombe.Core.Principals;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Tools;

/// <summary>The tools at one moment, in a stable order. Immutable.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, CatalogTool> byName;
    private readonly ImmutableArray<KernelPlugin> plugins;

    internal CatalogSnapshot(IEnumerable<CatalogTool> tools, IEnumerable<CatalogFault> faults)
    {
        // Ordinal order keeps the prompt's prefix the same between starts, which is what providers' prompt caches go by.
        Tools = [.. tools.OrderBy(tool => tool.Definition.Name.Value, StringComparer.Ordinal)];
        Faults = [.. faults];
        byName = Tools
            .SelectMany(tool => new[] { tool.Definition.Name.Value, tool.Definition.Name.Wire }.Distinct().Select(name => (name, tool)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.tool, StringComparer.Ordinal);
        plugins = [.. Tools.GroupBy(tool => KernelName.Of(tool.Definition.Name).Plugin, StringComparer.OrdinalIgnoreCase)
            .Select(group => KernelPluginFactory.CreateFromFunctions(group.Key, group.Select(tool => tool.Function)))];
    }

    /// <summary>Every tool, by name in ordinal order.</summary>
    public ImmutableArray<CatalogTool> Tools { get; }

    /// <summary>The tools that were left out, and why.</summary>
    public ImmutableArray<CatalogFault> Faults { get; }

    /// <summary>The calls that began on this snapshot.</summary>
    internal CallsUnderWay Calls { get; } = new();

    /// <summary>The tool of this name, in catalogue or wire form; null when there is none.</summary>
    public CatalogTool? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The tools a principal may see. A list is never the permission check.</summary>
    public IEnumerable<CatalogTool> VisibleTo(Principal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return Tools.Where(tool => tool.Definition.Blocked is null && tool.Definition.IsFor(principal.Id) && principal.Tools.Covers(tool.Definition.Name));
    }

    /// <summary>
    /// A kernel that has the functions and nothing else: for advertising them, and for tools that ask for a kernel. It carries no call, so every
    /// function called through it refuses. Each caller gets its own, since a kernel's plugin list can be changed by whoever holds it.
    /// </summary>
    public Kernel CreateUnguardedKernel() => new(services: null, new KernelPluginCollection(plugins));
}

/// <summary>A tool that was left out of the catalogue.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Reason">Why, and what to do.</param>
public sealed record CatalogFault(string Tool, string Origin, string Reason);
