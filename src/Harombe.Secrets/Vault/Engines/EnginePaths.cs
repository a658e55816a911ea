using System.Collections.Concurrent;

namespace Harombe.Secrets.Vault.Engines;

/// <summary>Which paths turned out to be engines', where every read issues something. Known once one was read. Thread-safe.</summary>
internal sealed class EnginePaths
{
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    public bool Has(string path) => known.ContainsKey(path);

    public void Add(string path) => known[path] = true;
}
