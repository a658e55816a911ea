using Harombe.Core.Guard;
using Harombe.Core.Schemas;

namespace Harombe.Core.Tools;

/// <summary>
/// Every tool of every source, each wrapped so that its body demands a permit. The only place where bodies are held. Thread-safe.
/// </summary>
public sealed class ToolCatalog
{
    private readonly IReadOnlyList<IToolSource> sources;
    private readonly CachedResults cached;
    private readonly Lock building = new();
    private volatile CatalogSnapshot current;
    private Task earlier = Task.CompletedTask;

    /// <summary>Builds the catalogue from its sources.</summary>
    /// <param name="sources">Where tools come from.</param>
    /// <param name="clock">The clock of results that are given again.</param>
    public ToolCatalog(IEnumerable<IToolSource> sources, TimeProvider clock)
    {
        this.sources = [.. sources];
        cached = new CachedResults(clock);
        current = Build();
    }

    /// <summary>The tools as they are now.</summary>
    public CatalogSnapshot Current => current;

    /// <summary>There is a newer snapshot. Raised on the thread that refreshed; must not block, and must not throw.</summary>
    public event Action? Changed;

    /// <summary>
    /// Asks the sources again and swaps the snapshot before it returns; calls under way keep the one they began with. The task ends with the last
    /// call that began on any earlier snapshot: from then on nobody is inside a tool that was taken out.
    /// </summary>
    public Task Refresh()
    {
        Task ended;
        lock (building)
        {
            var before = current;
            current = Build();
            before.Calls.Close();
            ended = earlier = earlier.IsCompleted ? before.Calls.Ended : Task.WhenAll(earlier, before.Calls.Ended);
        }

        Changed?.Invoke();
        return ended;
    }

    /// <summary>The snapshot for a call, which must leave it with <see cref="CallsUnderWay.Leave"/>.</summary>
    internal CatalogSnapshot Enter()
    {
        while (true)
        {
            var snapshot = current;
            if (snapshot.Calls.TryEnter())
            {
                return snapshot;
            }
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
            var names = Names(definition.Name);
            if (names.Select(name => taken.GetValueOrDefault(name)).FirstOrDefault(by => by is not null) is { } holder)
            {
                fault = $"Its name can't be told from that of {holder}, which was there first. Rename one of them.";
            }
            else if (JsonSchema.Compile(definition.InputSchema) is var compiled && compiled is SchemaCompilation.Compiled input)
            {
                foreach (var name in names)
                {
                    taken[name] = $"{definition.Name} ({definition.Origin})";
                }

                tools.Add(new CatalogTool(definition, input.Schema, GuardedFunction.Create(definition, cached.Before(offer), () => Current)));
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

    // Every form in which a model, a client or Semantic Kernel may say the name; the kernel's plugins take no notice of case.
    private static string[] Names(ToolName name)
    {
        var (plugin, function) = KernelName.Of(name);
        return [name.Value.ToLowerInvariant(), name.Wire.ToLowerInvariant(), $"{plugin}_{function}".ToLowerInvariant()];
    }
}
