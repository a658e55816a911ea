using Harombe.Core.Principals;

namespace Harombe.Core.Audit;

/// <summary>Configuration took effect, or an edit of it was refused, or could not be put into force for now. Keys only, never values.</summary>
/// <param name="Event"><c>loaded</c>, <c>changed</c>, <c>refused</c> or <c>failed</c>.</param>
/// <param name="Keys">The dotted keys that differ from before; for the first load, those that are not at their default.</param>
/// <param name="ContentHash">SHA-256 of the file, in lower-case hex; null where there is none.</param>
/// <param name="By">Who changed it, where that is known.</param>
public sealed record ConfigurationChanged(string Event, IReadOnlyList<string> Keys, string? ContentHash, PrincipalId? By) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "config." + Event;

    private protected override void Fill(EntryForm form)
    {
        form.Add("keys", Keys);
        form.Add("content", ContentHash);
        form.Add("by", By?.Value);
    }
}
