using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Administration;

/// <summary>
/// Brings the upstreams of an edited configuration into force while the host runs: what is new starts, what is gone stops, what is another is started anew;
/// calls under way finish where they are. What was accepted of a server stays with its name and place.
/// </summary>
public sealed class UpstreamConfiguration
{
    private readonly UpstreamSet set;

    internal UpstreamConfiguration(UpstreamSet set) => this.set = set;

    /// <summary>Reads all that applying it needs from the store, and changes nothing: a store that fails leaves every server as it is.</summary>
    /// <param name="servers">All that stand in the configuration now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<PreparedUpstreams> PrepareAsync(IReadOnlyList<UpstreamEntry> servers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var others = ImmutableArray.CreateBuilder<(UpstreamEntry, ImmutableArray<Pin>)>();
        foreach (var entry in servers)
        {
            if (set.All.GetValueOrDefault(entry.Name) is not { IsAdded: false } held || !JsonElement.DeepEquals(held.Entry.Written, entry.Written))
            {
                others.Add((entry, await set.AcceptedAsync(entry, cancellationToken).ConfigureAwait(false)));
            }
        }

        return new PreparedUpstreams([.. servers.Select(entry => entry.Name)], others.ToImmutable());
    }

    /// <summary>Applies it. One at a time.</summary>
    /// <returns>The names of those that were started, stopped or started anew.</returns>
    public async ValueTask<IReadOnlyList<string>> ApplyAsync(PreparedUpstreams prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        var changed = new List<string>();
        foreach (var gone in set.All.Values.Where(held => !held.IsAdded && !prepared.Names.Contains(held.Name)).Select(held => held.Name).ToList())
        {
            await set.LetGoAsync(gone, gently: true).ConfigureAwait(false);
            changed.Add(gone);
        }

        foreach (var (entry, accepted) in prepared.Others)
        {
            await set.TakeAsync(entry, accepted, isAdded: false, gently: true).ConfigureAwait(false);
            changed.Add(entry.Name);
        }

        return changed;
    }
}

/// <summary>Upstreams of an edited configuration, ready to be put into force.</summary>
public sealed class PreparedUpstreams
{
    internal PreparedUpstreams(ImmutableHashSet<string> names, ImmutableArray<(UpstreamEntry Entry, ImmutableArray<Pin> Accepted)> others) => (Names, Others) = (names, others);

    internal ImmutableHashSet<string> Names { get; }

    internal ImmutableArray<(UpstreamEntry Entry, ImmutableArray<Pin> Accepted)> Others { get; }
}
