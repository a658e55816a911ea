using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Policy.Approvals.Channels.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Standing answers over HTTP: proposed, listed, taken back. They are given with the answer to a question.</summary>
internal static class GrantEndpoints
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder group, Func<HttpContext, Principal?> principalOf)
    {
        group.MapGet("grants", (HttpContext context, IGrants grants) => ListAsync(context, grants, principalOf));
        group.MapDelete("grants/{grant}", (HttpContext context, string grant, IGrants grants) => RevokeAsync(context, grant, grants, principalOf));
        group.MapPost("grants/{grant}/revoke", (HttpContext context, string grant, IGrants grants) => RevokeAsync(context, grant, grants, principalOf));
        group.MapPost("{id}/proposal", (HttpContext context, string id, IApprovals approvals, IGrants grants) => ProposeAsync(context, id, approvals, grants, principalOf));
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrants grants, Func<HttpContext, Principal?> principalOf)
    {
        if (!Reader.TryIdentify(context, principalOf, out var reader, out var refusal))
        {
            return refusal;
        }

        var list = await grants.ListAsync(reader.OwnOnly, Most, context.RequestAborted).ConfigureAwait(false);
        return Accepts.Json(context.Request)
            ? TypedResults.Json(new GrantList([.. list.Select(GrantView.Of)]), ApprovalJson.Default.GrantList)
            : PageResult.Of(nonce => GrantListPage.Render(list, reader.OwnOnly is null, context.Request.PathBase, nonce), StatusCodes.Status200OK);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, string grant, IGrants grants, Func<HttpContext, Principal?> principalOf)
    {
        if (!Reader.TryIdentify(context, principalOf, out var reader, out var refusal))
        {
            return refusal;
        }

        // A form can be posted from anywhere with this browser's cookie.
        var form = context.Request.HasFormContentType;
        if (AnswerBody.SameOrigin(context.Request, mustSay: form) is { } foreign)
        {
            return ApprovalProblems.Of(foreign.Reason);
        }

        if (!reader.Principal.Is(TokenKinds.Approver))
        {
            return ApprovalProblems.Of(ApprovalReasons.Approver(reader.Principal.Id));
        }

        var refused = await grants.RevokeAsync(new GrantId(grant), reader.Principal.Id, context.RequestAborted).ConfigureAwait(false);
        return refused is not null ? ApprovalProblems.Of(refused)
            : form ? new SeeOther($"{context.Request.PathBase}/approvals/grants")
            : TypedResults.NoContent();
    }

    private static async Task<IResult> ProposeAsync(
        HttpContext context, string id, IApprovals approvals, IGrants grants, Func<HttpContext, Principal?> principalOf)
    {
        if (!Reader.TryIdentify(context, principalOf, out var reader, out var refusal))
        {
            return refusal;
        }

        if (await reader.FindAsync(approvals, id, context.RequestAborted).ConfigureAwait(false) is not { } approval)
        {
            return ApprovalProblems.Of(ApprovalReasons.Unknown(new ApprovalId(id)));
        }

        var (terms, fault) = await ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        if (terms is null)
        {
            return ApprovalProblems.Of(fault ?? new Reason(
                "approval.body", "It doesn't say how far the yes shall reach.", """Send {"session":true}, {"lasts":"8h"} or {"pattern":{"path":{"within":"notes"}}} as application/json."""));
        }

        return await grants.ProposeAsync(approval.Id, terms, reader.Principal, context.RequestAborted).ConfigureAwait(false) switch
        {
            GrantProposal.Possible possible => TypedResults.Json(ProposalView.From(possible), ApprovalJson.Default.ProposalView),
            GrantProposal.Refused refused => ApprovalProblems.Of(refused.Reason),
            var other => throw new InvalidOperationException($"Unknown proposal {other.GetType().Name}."),
        };
    }

    private static async ValueTask<(GrantTerms? Terms, Reason? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.HasJsonContentType() && await JsonSerializer.DeserializeAsync(request.Body, ApprovalJson.Default.GivenTerms, cancellationToken).ConfigureAwait(false) is { } given
                ? given.Read() : (null, null);
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            return (null, null);
        }
    }
}
