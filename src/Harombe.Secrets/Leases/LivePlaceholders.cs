using System.Collections.Concurrent;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Leases;

/// <summary>The placeholders of the leases that are not over. Each call has its own, so one that was kept or read elsewhere dies with its call. Thread-safe.</summary>
internal sealed class LivePlaceholders : IPlaceholderResolver
{
    private readonly ConcurrentDictionary<string, CallLease> live = new(StringComparer.Ordinal);

    public Secret? Resolve(string wire, string host) => live.TryGetValue(wire, out var lease) ? lease.Resolve(wire, host) : null;

    public void Add(CallLease lease)
    {
        foreach (var placeholder in lease.Placeholders)
        {
            live[placeholder.Wire] = lease;
        }
    }

    public void Remove(CallLease lease)
    {
        foreach (var placeholder in lease.Placeholders)
        {
            live.TryRemove(placeholder.Wire, out _);
        }
    }

    /// <summary>The leases that are not over and of which this is so.</summary>
    public IReadOnlyList<CallLease> Where(Func<LeaseRecord, bool> isMeant) => [.. live.Values.Where(lease => isMeant(lease.Record)).Distinct()];
}
