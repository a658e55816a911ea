using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

/// <summary>The key that signs checkpoints from here on. Announced before the key is used; checkpoints that cover it are signed by the old key once more.</summary>
/// <param name="VerifierKey">The public key in the C2SP signed-note form <c>name+id+key</c>.</param>
/// <param name="Previous">The key that announces it; null for the first.</param>
/// <param name="By">Who asked for it; null when the host did by itself.</param>
public sealed record KeyAnnounced(string VerifierKey, string? Previous, PrincipalId? By) : AuditEntry
{
    /// <summary>The name of the kind.</summary>
    public const string Name = "audit.key";

    /// <inheritdoc/>
    public override string Kind => Name;

    private protected override void Fill(EntryForm form)
    {
        form.Add("key", VerifierKey);
        form.Add("previous", Previous);
        form.Add("by", By?.Value);
    }
}

/// <summary>
/// The key of an entry's commitment was given out: whoever has it can check what the arguments were before they were redacted, and guess at them. Durable
/// before it is given.
/// </summary>
/// <param name="Entry">The entry's number.</param>
/// <param name="By">Who asked for it.</param>
public sealed record CommitmentRevealed(long Entry, PrincipalId By) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "audit.revealed";

    private protected override void Fill(EntryForm form)
    {
        form.Add("entry", Entry);
        form.Add("by", By.Value);
    }
}

/// <summary>Bodies are about to be erased; their leaf hashes stay. Durable before the first of them is gone.</summary>
/// <param name="Why"><c>retention</c> or <c>subject</c>.</param>
/// <param name="Ranges">Sequence numbers, each range as <c>first-last</c>, ascending.</param>
/// <param name="RowsHash">SHA-256 over number, kind, call and leaf hash of each erased entry, in order: what is left of them can't be edited either. Hex.</param>
/// <param name="By">Who asked for it; null when the retention period did.</param>
public sealed record BodiesErased(string Why, IReadOnlyList<string> Ranges, string RowsHash, PrincipalId? By) : AuditEntry
{
    /// <summary>The name of the kind.</summary>
    public const string Name = "audit.erased";

    /// <inheritdoc/>
    public override string Kind => Name;

    private protected override void Fill(EntryForm form)
    {
        form.Add("why", Why);
        form.Add("ranges", Ranges);
        form.Add("rows", RowsHash);
        form.Add("by", By?.Value);
    }
}
