using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Labels;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// The gateway's own tool: says how a question stands and, once a person has said yes, runs the stored call and returns its result. It has no way to
/// answer the question.
/// </summary>
internal sealed class ApprovalTool(IApprovals approvals, Road road, ResultForm form)
{
    public const string Name = "harombe_approval";

    public static Tool Definition { get; } = new()
    {
        Name = Name,
        Description = "Looks up a call that waits for a person's approval. Waiting: says so again. Approved: runs the call, once, and returns its result. "
            + "Denied or expired: says so. It can't approve anything.",
        InputSchema = JsonElement.Parse(
            """
            {"type":"object","properties":{"id":{"type":"string","maxLength":64,"description":"The id of the approval, apr_…"}},"required":["id"],"additionalProperties":false}
            """),
        // Not read-only: the call that it collects may change something, though a person has agreed to it.
        Annotations = new ToolAnnotations { ReadOnlyHint = false, IdempotentHint = true, DestructiveHint = false },
    };

    public async ValueTask<CallToolResult> CollectAsync(Caller caller, CallingClient client, JsonElement arguments, CancellationToken cancellationToken)
    {
        if (!arguments.TryGetProperty("id", out var member) || member.ValueKind != JsonValueKind.String || arguments.EnumerateObject().Count() != 1)
        {
            return ResultForm.Stop(new Reason("schema.arguments", $"{Name} takes one argument: id, a string.", "Send {\"id\":\"apr_…\"}."));
        }

        var id = new ApprovalId(member.GetString()!); // not null: it is a string
        var approval = await approvals.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (approval is null || approval.Principal != caller.Principal.Id || approval.Face != Face.Mcp)
        {
            // The same words for somebody else's as for none: ids must not be told apart from outside.
            return ResultForm.Stop(new Reason(
                "approval.unknown", "You have no approval of this id.", "Use the id of a result that said it was waiting; otherwise make the call again."));
        }

        return approval.State switch
        {
            ApprovalState.Waiting => form.Waiting(approval),
            ApprovalState.Approved => await road.AnswerAsync(Stored(approval, caller), client, cancellationToken).ConfigureAwait(false),
            ApprovalState.Denied => ResultForm.Stop(new Reason(
                "approval.denied", $"A person said no to {approval.Tool}{(approval.AnswerReason is { Length: > 0 } why ? ": " + why : "")}.", "Don't ask for the same again.")),
            ApprovalState.Expired => ResultForm.Stop(new Reason(
                "approval.expired", $"Nobody answered about {approval.Tool} in time, which counts as a no.", "Make the call again if it is still wanted.")),
            ApprovalState.Spent => ResultForm.Stop(new Reason(
                "approval.spent", $"The result of {approval.Tool} was already collected; an approval is good for one run.", "Make the call again if it is wanted once more.")),
            ApprovalState.Withdrawn when approval.WithheldSeal is not null => ResultForm.Stop(WithheldArguments.Gone),
            ApprovalState.Withdrawn => ResultForm.Stop(new Reason(
                "approval.withdrawn", $"The call of {approval.Tool} was given up, so its question was closed.", "Make the call again if it is still wanted.")),
            _ => ResultForm.Stop(new Reason("approval.unknown", "Nothing is known of this approval, which counts as a no.", "Make the call again.")),
        };
    }

    // From the store, not from the client: the same call id, session and arguments, or the binding would not fit. Those that hold a secret are not there, but in memory.
    private static CallRequest Stored(Approval approval, Caller caller) => new()
    {
        Id = approval.Call,
        Tool = approval.Tool.Value,
        Arguments = approval.Arguments,
        Kept = true,
        Principal = caller.Principal,
        Session = approval.Session,
        Face = approval.Face,
        Approval = approval.Id,
        Patience = Patience.Deferred,
        Label = Label.OfClient,
    };
}
