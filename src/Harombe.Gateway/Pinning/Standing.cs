using System.Collections.Immutable;

namespace Harombe.Gateway.Pinning;

/// <summary>How what a server says now compares with what was accepted.</summary>
internal enum Compared
{
    /// <summary>Nobody has accepted it. The zero value: nothing of it is used.</summary>
    New = 0,

    /// <summary>It is as it was accepted.</summary>
    Same = 1,

    /// <summary>It was accepted, and is another now.</summary>
    Changed = 2,

    /// <summary>It was accepted, and the server has it no more.</summary>
    Gone = 3,
}

/// <summary>One definition and how it stands.</summary>
/// <param name="Compared">How.</param>
/// <param name="Pinned">What was accepted; null when nothing was.</param>
/// <param name="Live">What the server says now; null when it is gone, or has not been heard yet.</param>
internal sealed record Standing(Compared Compared, Definition? Pinned, Definition? Live)
{
    /// <summary>Either of the two.</summary>
    public Definition Definition => Pinned ?? Live ?? throw new InvalidOperationException("A standing of nothing.");
}

/// <summary>How a server stands as a whole. Pure: what was accepted, and what it says now.</summary>
internal sealed record ServerStanding(bool IsAccepted, bool WasMoved, ImmutableArray<Standing> Standings)
{
    /// <summary>Whether anything differs from what was accepted.</summary>
    public bool Differs => WasMoved || Standings.Any(one => one.Compared != Compared.Same);

    /// <summary>Compares.</summary>
    /// <param name="pins">What was accepted.</param>
    /// <param name="place">The fingerprint of where it is now.</param>
    /// <param name="live">What it says now; null when it has not been heard, and then what was accepted stands.</param>
    public static ServerStanding Of(IReadOnlyList<Pin> pins, string place, ImmutableArray<Definition>? live)
    {
        var accepted = pins.FirstOrDefault(pin => pin.Definition.Kind == DefinitionKind.Place);
        var standings = ImmutableArray.CreateBuilder<Standing>();
        foreach (var pin in pins.Where(pin => pin.Definition.Kind != DefinitionKind.Place))
        {
            var now = live?.FirstOrDefault(one => one.Kind == pin.Definition.Kind && one.Name == pin.Definition.Name);
            standings.Add(new Standing(live is null ? Compared.Same : now is null ? Compared.Gone : now.Hash == pin.Definition.Hash ? Compared.Same : Compared.Changed, pin.Definition, now));
        }

        foreach (var fresh in live ?? [])
        {
            if (!pins.Any(pin => pin.Definition.Kind == fresh.Kind && pin.Definition.Name == fresh.Name))
            {
                standings.Add(new Standing(Compared.New, null, fresh));
            }
        }

        // What was accepted of a server at another place says nothing of the one at this.
        var moved = accepted is not null && accepted.Definition.Text("fingerprint") != place;
        return new ServerStanding(
            accepted is not null && !moved,
            moved,
            [.. standings.OrderBy(one => one.Definition.Kind).ThenBy(one => one.Definition.Name, StringComparer.Ordinal)]);
    }
}
