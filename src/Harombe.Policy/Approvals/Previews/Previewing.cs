using Harombe.Core.Approvals;
using Harombe.Core.Secrets;
using Harombe.Policy.Provenance.Flow;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Approvals.Previews;

/// <summary>
/// Makes previews, for those who may answer: what is in a file, or what others' calls did, is nothing for the caller who asks. A part that can't be made is left
/// out and says so. Thread-safe.
/// </summary>
internal sealed class Previewing(ToolCatalogs tools, FilePreview files, DryRuns dryRuns, EarlierCalls earlier, Func<ISecretScanner?> scanner)
{
    /// <summary>Null where there is nothing to show, or nothing can be shown safely.</summary>
    public async ValueTask<Preview?> OfAsync(Approval approval, CancellationToken cancellationToken)
    {
        if (scanner() is not { } scanning)
        {
            return null;
        }

        var tool = tools.FindByName(approval.Tool);
        var profile = tool is null ? ToolProfile.Foreign : ToolProfile.Of(tool);
        var leaves = Leaf.Of(profile, approval.Edited ?? approval.Arguments);
        var waiting = approval.State == ApprovalState.Waiting;
        var preview = new Preview(
            waiting && tool is not null ? await files.OfAsync(approval, tool, scanning, cancellationToken).ConfigureAwait(false) : null,
            waiting ? await dryRuns.OfAsync(approval, cancellationToken).ConfigureAwait(false) : null,
            [.. (approval.Terms?.Origins ?? []).Select(origin => new PreviewOrigin(SeenText.Visible(origin.Path), origin.Origin, SeenText.Of(origin.Says, 400, scanning).Text))],
            waiting ? await earlier.NewAsync(approval, profile, cancellationToken).ConfigureAwait(false) : [],
            ValueNotes.Decoded(leaves, scanning),
            ValueNotes.Odd(leaves));
        return preview.IsEmpty ? null : preview;
    }
}
