using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

/// <summary>What a plugin or an upstream server is was pinned, found changed, accepted by a person, or refused.</summary>
/// <param name="Source"><c>plugin</c> or <c>upstream</c>.</param>
/// <param name="Event"><c>pinned</c>, <c>changed</c>, <c>accepted</c>, <c>refused</c> or <c>removed</c>.</param>
/// <param name="Name">The plugin's or upstream's name.</param>
/// <param name="Version">Its version, as it says itself.</param>
/// <param name="Fingerprint">SHA-256 over what is pinned: the assembly and manifest, or the tool definitions; lower-case hex.</param>
/// <param name="Previous">The fingerprint that was pinned before.</param>
/// <param name="Tools">The tools that it concerns.</param>
/// <param name="By">Who pinned or accepted it; null when the host did by itself.</param>
public sealed record PinChanged(
    string Source, string Event, string Name, string? Version, string Fingerprint, string? Previous, IReadOnlyList<string> Tools, PrincipalId? By) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => $"{Source}.{Event}";

    private protected override void Fill(EntryForm form)
    {
        form.Add("name", Name);
        form.Add("version", Version);
        form.Add("fingerprint", Fingerprint);
        form.Add("previous", Previous);
        form.Add("tools", Tools);
        form.Add("by", By?.Value);
    }
}
