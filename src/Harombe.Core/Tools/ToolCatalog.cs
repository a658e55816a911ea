using Harombe.Core.Guard;
using Harombe.Core.Schemas;

namespace Harombe.Core.Tools;

/// <summary>
/// Every tool of every source, each wrapped so that its body demands a permit. The only place where bodies are held. Thread-safe.
/// </summary>
public sealed class ToolCatalog
{
    private readonly IReadOnlyList<IToolSource> sources;
    private readonly Lock building = new();
    private volatile CatalogSnapshot current;

    /// <summary>Builds the catalogue from its sources.</summary>
    public ToolCatalog(IEnumerable<IToolSource> sources)
    {
        this.sources = [.. sources];
        current = Build();
    }

    /// <summary>The tools as they are now.</summary>
    public CatalogSnapshot Current => current;

    /// <summary>Asks the sources again and swaps the snapshot; calls under way keep the one they began with.</summary>
    public void Refresh()
    {
        lock (building)
        {
            current = Build();
        }
    }

    private CatalogSnapshot Build()
    {
        var tools = new List<CatalogTool>();
        var faults = new List<CatalogFault>();
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var offer in sources.SelectMany(source => source.Offers))
        {
            var (definition, fault) = (offer.Definition, (string?)null);
            var kernelName = KernelName.Of(definition.Name).ToString();
            if (taken.TryGetValue(kernelName, out var holder))
            {
                fault = $"Its name can't be told from that of {holder}, which was there first. Rename one of them.";
            }
            else if (JsonSchema.Compile(definition.InputSchema) is var compiled && compiled is SchemaCompilation.Compiled input)
            {
                taken[kernelName] = $"{definition.Name} ({definition.Origin})";
                tools.Add(new CatalogTool(definition, input.Schema, GuardedFunction.Create(definition, offer.Body, () => Current)));
            }
            else
            {
                var rejected = (SchemaCompilation.Rejected)compiled;
                fault = $"Its input schema can't be checked at '{rejected.SchemaPointer}': {rejected.Reason}";
            }

            if (fault is not null)
            {
                faults.Add(new CatalogFault(definition.Name.Value, definition.Origin, fault));
            }
        }

        return new CatalogSnapshot(tools, faults);
    }
}
