namespace Harombe.Core.Audit;

/// <summary>A policy was loaded, or one that was offered was refused and the last good one kept.</summary>
/// <param name="Event"><c>loaded</c> or <c>refused</c>.</param>
/// <param name="Version">The version that decisions name from here on; for a refusal, the one that stays.</param>
/// <param name="Previous">The version before, if there was one.</param>
/// <param name="ContentHash">SHA-256 of the files it was read from, in lower-case hex.</param>
/// <param name="Detail">For a refusal: what was wrong, without any secret.</param>
public sealed record PolicyChanged(string Event, string Version, string? Previous, string ContentHash, string? Detail) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "policy." + Event;

    private protected override void Fill(EntryForm form)
    {
        form.Add("policy", Version);
        form.Add("previous", Previous);
        form.Add("content", ContentHash);
        form.Add("detail", Detail);
    }
}
