using Harombe.Core.Calls;

namespace Harombe.Core.Audit;

/// <summary>What a sandbox was seen to be before anything ran in it, or that it could not be made.</summary>
/// <param name="Event"><c>attested</c>, <c>refused</c> or <c>ended</c>.</param>
/// <param name="CallId">The call it was made for, if any.</param>
/// <param name="Sandbox">Its id.</param>
/// <param name="Runtime">What isolates it: <c>runsc</c>, <c>bubblewrap</c>.</param>
/// <param name="Image">The image by digest, where there is one.</param>
/// <param name="Observations">What was looked at from inside and outside, with what was found: <c>kernel</c>, <c>network</c>, <c>user</c>, <c>memory</c>.</param>
public sealed record SandboxAttested(
    string Event, CallId? CallId, string Sandbox, string Runtime, string? Image, IReadOnlyDictionary<string, string> Observations) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "sandbox." + Event;

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("sandbox", Sandbox);
        form.Add("runtime", Runtime);
        form.Add("image", Image);
        if (Observations.Count > 0)
        {
            var seen = form.Object("observations");
            foreach (var (name, value) in Observations)
            {
                seen.Add(name, value);
            }
        }
    }
}
