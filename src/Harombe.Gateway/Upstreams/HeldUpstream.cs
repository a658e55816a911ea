using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Questions;

namespace Harombe.Gateway.Upstreams;

/// <summary>An upstream with what was accepted of it and what it last said. Its state is an immutable value that is swapped whole; swapping is one at a time.</summary>
internal sealed class HeldUpstream(UpstreamEntry entry, bool isAdded) : IDisposable
{
    private Upstream? upstream;

    public UpstreamEntry Entry { get; } = entry;

    /// <summary>Whether somebody added it to the running host; else it stands in the configuration.</summary>
    public bool IsAdded { get; } = isAdded;

    public string Name => Entry.Name;

    public Upstream Upstream
    {
        get => upstream ?? throw new InvalidOperationException("It was not begun.");
        set => upstream = value;
    }

    /// <summary>Connections for one client each; null when all share one.</summary>
    public ApartConnections? Apart { get; init; }

    /// <summary>Held while the state is swapped.</summary>
    public SemaphoreSlim Swapping { get; } = new(1, 1);

    /// <summary>What was accepted and what is said now.</summary>
    public UpstreamState State { get; set; } = UpstreamState.Unknown;

    /// <summary>The connection for a client's call; or why there is none.</summary>
    public (Upstream? Upstream, Reason? Why) For(CallingClient? client) => Apart is { } apart && client is not null ? apart.Of(client) : (Upstream, null);

    /// <summary>Looks after all of its connections.</summary>
    public void Tend()
    {
        Upstream.Tend();
        Apart?.Tend();
    }

    /// <summary>Ends all of its connections.</summary>
    public async ValueTask EndAsync()
    {
        await Upstream.DisposeAsync().ConfigureAwait(false);
        if (Apart is { } apart)
        {
            await apart.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => Swapping.Dispose();
}

/// <summary>What was accepted of an upstream and what it says now. Immutable.</summary>
/// <param name="Pins">What was accepted.</param>
/// <param name="Live">What it last said; null when it was not heard since the start.</param>
/// <param name="Standing">How the two compare.</param>
internal sealed record UpstreamState(ImmutableArray<Pin> Pins, ImmutableArray<Definition>? Live, ServerStanding Standing)
{
    public static UpstreamState Unknown { get; } = new([], null, new ServerStanding(false, false, []));

    public static UpstreamState Of(UpstreamEntry entry, ImmutableArray<Pin> pins, ImmutableArray<Definition>? live) => new(pins, live, ServerStanding.Of(pins, entry.Place.Fingerprint, live));

    /// <summary>How one definition stands: what was pinned under its kind and name, against what is said now.</summary>
    public Compared Of(Definition pinned) => Standing.IsAccepted
        ? Standing.Standings.FirstOrDefault(one => one.Definition.Kind == pinned.Kind && one.Definition.Name == pinned.Name) is { Pinned: { } now } found && now.Hash == pinned.Hash
            ? found.Compared
            : Compared.Changed
        : Compared.New;

    /// <summary>SHA-256 over all that it says now, and where it is: what somebody accepts when they accept it.</summary>
    public static string FingerprintOf(UpstreamEntry entry, IEnumerable<Definition> definitions) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', definitions.OrderBy(one => one.Kind).ThenBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{one.Kind}\0{one.Name}\0{one.Hash}").Prepend(entry.Place.Fingerprint)))));
}
