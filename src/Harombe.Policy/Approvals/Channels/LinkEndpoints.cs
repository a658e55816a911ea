using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Policy.Approvals.Channels.Pages;
using Harombe.Policy.Approvals.Links;
using Harombe.Policy.Approvals.Previews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Where signed links lead. Reading one answers nothing, whoever reads it: chat programs and mail scanners open every link they see.</summary>
public static class LinkEndpoints
{
    /// <summary>
    /// Maps <c>GET</c> and <c>POST /approvals/link</c>. Needs no token: the link says whose it is. The host checks the Host header before; the answer is taken from
    /// this very origin only.
    /// </summary>
    public static RouteGroupBuilder MapHarombeApprovalLinks(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/approvals/link");
        group.MapGet("", (HttpContext context, ApprovalLinks links, Previewing previewing) => ShowAsync(context, links, previewing));
        group.MapPost("", (HttpContext context, ApprovalLinks links) => AnswerAsync(context, links));
        return group;
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ApprovalLinks links, Previewing previewing)
    {
        var token = context.Request.Query["t"].ToString();
        ApprovalLinks.Opened what;
        try
        {
            what = await links.OpenAsync(token, context.RequestAborted).ConfigureAwait(false);
        }
        catch (AuditUnavailableException e)
        {
            return Refused(Unrecorded(e));
        }

        return what switch
        {
            ApprovalLinks.Opened.Question { Approval: { State: ApprovalState.Waiting } approval } opened => Shown(
                LinkPage.Form(approval, await previewing.OfAsync(approval, context.RequestAborted).ConfigureAwait(false), opened.Approver.Id, token, context.Request.PathBase), StatusCodes.Status200OK),
            ApprovalLinks.Opened.Question opened => Shown(LinkPage.Ended(ApprovalReasons.Unanswerable(opened.Approval)), StatusCodes.Status409Conflict),
            ApprovalLinks.Opened.Refused refused => Refused(refused.Reason),
            var other => throw new InvalidOperationException($"Unknown link {other.GetType().Name}."),
        };
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, ApprovalLinks links)
    {
        if (!context.Request.HasFormContentType || AnswerBody.SameOrigin(context.Request, mustSay: true) is not null)
        {
            return Refused(new Reason("approval.origin", "The answer was not sent from the link's own page.", "Open the link and answer there."));
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return Refused(new Reason("approval.body", "The form can't be read.", "Open the link and answer there."));
        }

        if (form["answer"].ToString() is not ("approve" or "deny") || form["t"].Count != 1)
        {
            return Refused(new Reason("approval.body", "'answer' is neither approve nor deny.", "Open the link and answer there."));
        }

        try
        {
            var opened = await links.OpenAsync(form["t"], context.RequestAborted).ConfigureAwait(false);
            if (opened is not ApprovalLinks.Opened.Question question)
            {
                return Refused(((ApprovalLinks.Opened.Refused)opened).Reason);
            }

            var reason = form["reason"].ToString().Trim();
            return await links.AnswerAsync(question, form["answer"] == "approve", reason.Length == 0 ? null : reason, context.RequestAborted).ConfigureAwait(false) switch
            {
                AnswerOutcome.Recorded recorded => Shown(LinkPage.Done(recorded.Approval), StatusCodes.Status200OK),
                AnswerOutcome.Rejected rejected => Refused(rejected.Reason),
                var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
            };
        }
        catch (AuditUnavailableException e)
        {
            return Refused(Unrecorded(e));
        }
    }

    private static Reason Unrecorded(AuditUnavailableException e) => new("audit.unavailable", $"The audit log can't be written: {e.Message}", "Run harombe doctor, then answer again.");

    private static PageResult Refused(Reason reason) => Shown(LinkPage.Ended(reason), reason.Rule.StartsWith("link.", StringComparison.Ordinal) ? StatusCodes.Status410Gone : ApprovalProblems.StatusOf(reason));

    private static PageResult Shown(string body, int status) => PageResult.Of(nonce => PageFrame.Render("Approval – Harombe", body, nonce), status);
}
