using System.Collections.Immutable;
using Harombe.Core.Tools;
using Harombe.Gateway.Pinning;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;
using Harombe.Gateway.Upstreams.Offering;
using Harombe.Gateway.Upstreams.Watching;
using Microsoft.Extensions.Logging;

namespace Harombe.Gateway.Upstreams;

/// <summary>
/// All upstreams. What was accepted is offered at once, from the store, whether a server is up or not; what each says now is compared as it is heard.
/// Thread-safe.
/// </summary>
internal sealed partial class UpstreamSet(
    SessionStart start,
    UpstreamEars ears,
    Retirement retirement,
    PinStore pins,
    Acceptance acceptance,
    HeardDefinitions heard,
    UpstreamCalls calls,
    UpstreamSource source,
    ToolCatalog catalog,
    TimeProvider clock,
    ILogger<UpstreamSet> log)
{
    private readonly Lock changing = new();
    private readonly Lock offering = new();
    private string offered = "";

    /// <summary>All of them, by name.</summary>
    public ImmutableSortedDictionary<string, HeldUpstream> All { get; private set; } = ImmutableSortedDictionary.Create<string, HeldUpstream>(StringComparer.Ordinal);

    /// <summary>Takes one in, and begins to connect to it without waiting for that; one of the same name is let go, after the calls in it where that is to be gentle.</summary>
    public async ValueTask<HeldUpstream> TakeAsync(UpstreamEntry entry, bool isAdded, CancellationToken cancellationToken) =>
        await TakeAsync(entry, await AcceptedAsync(entry, cancellationToken).ConfigureAwait(false), isAdded, gently: false).ConfigureAwait(false);

    /// <summary>What was accepted of one: all that taking it in needs of the store.</summary>
    public ValueTask<ImmutableArray<Pin>> AcceptedAsync(UpstreamEntry entry, CancellationToken cancellationToken) => pins.OfAsync(entry.Name, cancellationToken);

    /// <summary>The same, with what was accepted of it.</summary>
    public async ValueTask<HeldUpstream> TakeAsync(UpstreamEntry entry, ImmutableArray<Pin> accepted, bool isAdded, bool gently)
    {
        HeldUpstream? made = null;
        // Not null when it is asked: only what was begun says anything.
        Upstream Make() => new(entry, start, ears, clock, (_, live) => HearAsync(made!, live));
        var held = made = new HeldUpstream(entry, isAdded) { Apart = entry.Apart > 0 ? new ApartConnections(entry, Make, clock) : null };
        held.Upstream = Make();
        held.State = UpstreamState.Of(entry, accepted, live: null);
        HeldUpstream? before;
        lock (changing)
        {
            before = All.GetValueOrDefault(entry.Name);
            All = All.SetItem(entry.Name, held);
        }

        if (before is not null)
        {
            await EndAsync(before, gently).ConfigureAwait(false);
        }

        Offer();
        _ = BeginAsync(held.Upstream);
        return held;
    }

    /// <summary>Lets one go, with its process; after the calls in it where that is to be gentle. False when there is none.</summary>
    public async ValueTask<bool> LetGoAsync(string name, bool gently = false)
    {
        HeldUpstream? held;
        lock (changing)
        {
            held = All.GetValueOrDefault(name);
            All = All.Remove(name);
        }

        if (held is null)
        {
            return false;
        }

        Offer();
        await EndAsync(held, gently).ConfigureAwait(false);
        return true;
    }

    private ValueTask EndAsync(HeldUpstream held, bool gently)
    {
        if (!gently)
        {
            return held.EndAsync();
        }

        held.Apart?.Retire(retirement);
        retirement.Begin(held.Upstream);
        return ValueTask.CompletedTask;
    }

    /// <summary>Accepts what one says now, if that is what the fingerprint is of.</summary>
    /// <returns>The new state; null when it says something else, or was not heard yet.</returns>
    public async ValueTask<UpstreamState?> AcceptAsync(HeldUpstream held, string fingerprint, string by, CancellationToken cancellationToken)
    {
        await held.Swapping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (held.State.Live is not { } live || UpstreamState.FingerprintOf(held.Entry, live) != fingerprint)
            {
                return null;
            }

            held.State = await acceptance.AcceptAsync(held, live, by, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            held.Swapping.Release();
        }

        Offer();
        return held.State;
    }

    /// <summary>What in a server's words was written to steer the model, or to pass for something else.</summary>
    public IReadOnlyList<Sign> SignsOf(HeldUpstream held, IEnumerable<Definition> said) => PoisonSigns.In(
        held.Name,
        said,
        [.. All.Values.Where(other => other.Name != held.Name).SelectMany(other => other.State.Standing.Standings.Where(one => one.Definition.Kind == DefinitionKind.Tool)
            .Select(one => UpstreamNames.Of(other.Name, one.Definition.Name).Value).Prepend(other.Name + "__"))]);

    /// <summary>Puts what may be called into the catalogue; does nothing when that is what it has.</summary>
    public void Offer()
    {
        lock (offering)
        {
            var all = All.Values.SelectMany(OffersOf).ToList();
            var now = string.Join('\n', all.Select(offer => offer.Definition.Fingerprint));
            if (now == offered)
            {
                return;
            }

            offered = now;
            source.Offer(all);
            _ = catalog.Refresh();
        }
    }

    private IEnumerable<ToolOffer> OffersOf(HeldUpstream held)
    {
        var state = held.State;
        foreach (var standing in state.Standing.Standings.Where(one => one.Definition.Kind == DefinitionKind.Tool))
        {
            if (UpstreamTools.Of(held.Entry, state.Standing, standing) is { } definition)
            {
                yield return new ToolOffer(definition, calls.Body(held, standing.Definition))
                {
                    BeforeRepeat = cancellationToken => PinCheck.LookAsync(held.Upstream, standing.Definition, pinned => held.State.Of(pinned), cancellationToken),
                };
            }
        }

        foreach (var offer in UpstreamReads.Of(held, calls))
        {
            yield return offer;
        }
    }

    private async ValueTask HearAsync(HeldUpstream held, ImmutableArray<Definition> live)
    {
        if (await heard.TakeAsync(held, live, said => SignsOf(held, said).Any(sign => sign.Weight == Weight.Grave)).ConfigureAwait(false))
        {
            Offer();
            ears.News.Tell(new Told(held.Name, NewsKind.Prompts));
        }
    }

    private async Task BeginAsync(Upstream upstream)
    {
        try
        {
            await upstream.SessionAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (UpstreamDownException e)
        {
            NotUp(log, upstream.Name, e.Message, e.Remedy);
        }
        catch (Exception e)
        {
            NotUpAtAll(log, upstream.Name, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Upstream {Upstream} is not up: {Why} {Remedy}")]
    private static partial void NotUp(ILogger log, string upstream, string why, string remedy);

    [LoggerMessage(LogLevel.Error, "Upstream {Upstream} is not up")]
    private static partial void NotUpAtAll(ILogger log, string upstream, Exception fault);
}
