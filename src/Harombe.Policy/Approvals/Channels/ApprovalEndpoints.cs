using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Policy.Approvals.Channels.Pages;
using Harombe.Policy.Approvals.Previews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>The HTTP face of approvals: JSON for programs, and a page without script for people.</summary>
public static class ApprovalEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>
    /// Maps <c>GET /approvals</c>, <c>GET /approvals/{id}</c>, <c>POST /approvals/{id}</c>, <c>POST /approvals</c> for several at once, and standing answers below
    /// <c>/approvals/grants</c>. A caller reads its own questions; an approver reads and answers those of others. The host checks tokens and the Host header before; a form is also taken from this very origin only.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="principalOf">Who a request comes from, as established by a token; null refuses it.</param>
    public static RouteGroupBuilder MapHarombeApprovals(this IEndpointRouteBuilder endpoints, Func<HttpContext, Principal?> principalOf)
    {
        ArgumentNullException.ThrowIfNull(principalOf);
        var group = endpoints.MapGroup("/approvals");
        group.AddEndpointFilter(RefuseWithoutRecordAsync);
        group.MapGet("", (HttpContext context, IApprovals approvals) => ListAsync(context, approvals, principalOf));
        group.MapGet("{id}", (HttpContext context, string id, IApprovals approvals, Previewing previewing) => ShowAsync(context, id, approvals, previewing, principalOf));
        group.MapPost("{id}", (HttpContext context, string id, IApprovals approvals, IGrants grants, Previewing previewing) =>
            AnswerAsync(context, id, approvals, grants, previewing, principalOf));
        group.MapPost("", (HttpContext context, IApprovals approvals) => BatchEndpoint.AnswerAsync(context, approvals, principalOf));
        GrantEndpoints.Map(group, principalOf);
        return group;
    }

    // Nothing counts that can't be recorded; whoever answered must learn that, not read of an internal error.
    private static async ValueTask<object?> RefuseWithoutRecordAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (AuditUnavailableException e)
        {
            return ApprovalProblems.Of(new Reason("audit.unavailable", $"The audit log can't be written: {e.Message}", "Run harombe doctor, then answer again."));
        }
    }

    private static async Task<IResult> ListAsync(HttpContext context, IApprovals approvals, Func<HttpContext, Principal?> principalOf)
    {
        if (!Reader.TryIdentify(context, principalOf, out var reader, out var refusal))
        {
            return refusal;
        }

        if (!TryState(context.Request.Query["state"], out var state))
        {
            return ApprovalProblems.Bad("approvals.state", "'state' is not a state.", "Use waiting, approved, denied, expired, spent or withdrawn.");
        }

        if (!TryLimit(context.Request.Query["limit"], out var limit))
        {
            return ApprovalProblems.Bad("approvals.limit", "'limit' is not a number in range.", $"Use 1 to {MaxLimit}.");
        }

        var list = await approvals.ListAsync(state, reader.OwnOnly, limit, context.RequestAborted).ConfigureAwait(false);
        return Accepts.Json(context.Request)
            ? TypedResults.Json(new ApprovalList([.. list.Select(ApprovalView.Of)]), ApprovalJson.Default.ApprovalList)
            : PageResult.Of(nonce => ApprovalListPage.Render(list, approval => AnswerAuthority.Refuse(approval, AsIf(reader)) is null, context.Request.PathBase, nonce), StatusCodes.Status200OK);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string id, IApprovals approvals, Previewing previewing, Func<HttpContext, Principal?> principalOf)
    {
        if (!Reader.TryIdentify(context, principalOf, out var reader, out var refusal))
        {
            return refusal;
        }

        var approval = await reader.FindAsync(approvals, id, context.RequestAborted).ConfigureAwait(false);
        if (approval is null)
        {
            return ApprovalProblems.Of(ApprovalReasons.Unknown(new ApprovalId(id)));
        }

        var preview = await PreviewAsync(previewing, reader, approval, context).ConfigureAwait(false);
        return Accepts.Json(context.Request)
            ? TypedResults.Json(ApprovalView.Of(approval) with { Preview = preview }, ApprovalJson.Default.ApprovalView)
            : Page(context, approval, reader, null, preview, StatusCodes.Status200OK);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, string id, IApprovals approvals, IGrants grants, Previewing previewing, Func<HttpContext, Principal?> principalOf)
    {
        if (!Reader.TryIdentify(context, principalOf, out var reader, out var refusal))
        {
            return refusal;
        }

        var approval = await reader.FindAsync(approvals, id, context.RequestAborted).ConfigureAwait(false);
        if (approval is null)
        {
            return ApprovalProblems.Of(ApprovalReasons.Unknown(new ApprovalId(id)));
        }

        var read = await AnswerBody.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        if (read is not AnswerBody.Read.Answer body)
        {
            return ApprovalProblems.Of(((AnswerBody.Read.Bad)read).Reason);
        }

        if (body is { ProposeOnly: true, Grant: { } wanted })
        {
            var proposal = await grants.ProposeAsync(approval.Id, wanted, reader.Principal, context.RequestAborted).ConfigureAwait(false);
            return proposal is GrantProposal.Possible possible
                ? PageResult.Of(nonce => ProposalPage.Render(approval, wanted, possible, context.Request.PathBase, nonce), StatusCodes.Status200OK)
                : Page(context, approval, reader, ((GrantProposal.Refused)proposal).Reason, await PreviewAsync(previewing, reader, approval, context).ConfigureAwait(false), StatusCodes.Status400BadRequest);
        }

        var answer = new ApprovalAnswer(body.Approve, reader.Principal, body.Channel, body.Reason) { Grant = body.Grant, Edited = body.Edited };
        var outcome = await approvals.AnswerAsync(approval.Id, answer, context.RequestAborted).ConfigureAwait(false);
        if (body.Channel == AnswerChannel.Http)
        {
            return outcome switch
            {
                AnswerOutcome.Recorded recorded => TypedResults.Json(
                    ApprovalView.Of(recorded.Approval) with { Grant = recorded.Grant is { } grant ? GrantView.Of(grant) : null }, ApprovalJson.Default.ApprovalView),
                AnswerOutcome.Rejected rejected => ApprovalProblems.Of(rejected.Reason),
                _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
            };
        }

        // A person gets the page back, with what became of the question; after a yes or no by redirect, so that a reload doesn't answer again.
        return outcome is AnswerOutcome.Rejected late
            ? Page(
                context,
                await reader.FindAsync(approvals, id, context.RequestAborted).ConfigureAwait(false) ?? approval,
                reader,
                late.Reason,
                await PreviewAsync(previewing, reader, approval, context).ConfigureAwait(false),
                ApprovalProblems.StatusOf(late.Reason))
            : new SeeOther($"{context.Request.PathBase}/approvals/{approval.Id}");
    }

    // What lies in a file, and what ran before, is for those who answer; the caller who asks may not be allowed to read it.
    private static ValueTask<Preview?> PreviewAsync(Previewing previewing, Reader reader, Approval approval, HttpContext context) =>
        reader.OwnOnly is null ? previewing.OfAsync(approval, context.RequestAborted) : ValueTask.FromResult<Preview?>(null);

    private static PageResult Page(HttpContext context, Approval approval, Reader reader, Reason? notice, Preview? preview, int status)
    {
        var barred = AnswerAuthority.Refuse(approval, AsIf(reader));
        return PageResult.Of(nonce => ApprovalPage.Render(approval, preview, barred, notice, context.Request.PathBase, nonce), status);
    }

    private static ApprovalAnswer AsIf(Reader reader) => new(true, reader.Principal, AnswerChannel.Page, null);

    private static bool TryState(string? text, out ApprovalState? state)
    {
        state = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        // Words only: Enum.TryParse would also take numbers.
        state = Enum.GetValues<ApprovalState>().Cast<ApprovalState?>().FirstOrDefault(value => ApprovalRows.Word(value!.Value) == text);
        return state is not (null or ApprovalState.Unknown);
    }

    private static bool TryLimit(string? text, out int limit)
    {
        limit = DefaultLimit;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out limit)
                && limit is >= 1 and <= MaxLimit);
    }
}
