using System.Text.Json;
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

    /// <summary>Applies it. One at a time.</summary>
    /// <param name="servers">All that stand in the configuration now.</param>
    /// <param name="cancellationToken">Gives up between two of them.</param>
    /// <returns>The names of those that were started, stopped or started anew.</returns>
    public async ValueTask<IReadOnlyList<string>> ApplyAsync(IReadOnlyList<UpstreamEntry> servers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var changed = new List<string>();
        foreach (var gone in set.All.Values.Where(held => !held.IsAdded && servers.All(entry => entry.Name != held.Name)).Select(held => held.Name).ToList())
        {
            await set.LetGoAsync(gone, gently: true).ConfigureAwait(false);
            changed.Add(gone);
        }

        foreach (var entry in servers)
        {
            if (set.All.GetValueOrDefault(entry.Name) is { IsAdded: false } held && JsonElement.DeepEquals(held.Entry.Written, entry.Written))
            {
                continue;
            }

            await set.TakeAsync(entry, isAdded: false, cancellationToken, gently: true).ConfigureAwait(false);
            changed.Add(entry.Name);
        }

        return changed;
    }
}
