using System.Collections.Immutable;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Merkle;

namespace Harombe.Audit.Verification;

/// <summary>What is known of a record from elsewhere. The more of it, the more can be found out.</summary>
public sealed record VerificationRequest
{
    /// <summary>The public key; without one, that which the record itself announces first, which proves only that one hand wrote all of it.</summary>
    public VerifierKey? Key { get; init; }

    /// <summary>A head of this record that was kept elsewhere.</summary>
    public TreeHead? Expected { get; init; }

    /// <summary>Checkpoints that were kept elsewhere: the text of an anchor file, with the name it is to be called by.</summary>
    public ImmutableArray<(string Name, string Notes)> Anchors { get; init; } = [];

    /// <summary>The keys of witnesses whose word counts.</summary>
    public ImmutableArray<VerifierKey> Witnesses { get; init; } = [];

    /// <summary>Hears now and then how many entries were read.</summary>
    public IProgress<long>? Progress { get; init; }
}
