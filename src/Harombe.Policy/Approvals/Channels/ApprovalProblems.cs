using Harombe.Core.Calls;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Refusals as problem details (RFC 9457) that carry the rule and the remedy.</summary>
internal static class ApprovalProblems
{
    public static IResult Bad(string rule, string message, string remedy) =>
        Problem(new Reason(rule, message, remedy), StatusCodes.Status400BadRequest);

    public static IResult Of(Reason reason) => Problem(reason, StatusOf(reason));

    public static int StatusOf(Reason reason) => reason.Rule switch
    {
        "access.token" => StatusCodes.Status401Unauthorized,
        "approval.unknown" or "grant.unknown" => StatusCodes.Status404NotFound,
        "approval.answered" or "approval.expired" or "approval.withdrawn" or "approval.twice" or "grant.over" or "grant.confirm" => StatusCodes.Status409Conflict,
        "approval.body" or "approval.reason" or "approval.edit" or "approval.edit-schema" or "approval.edit-secret" or "grant.pattern" or "grant.time" or "grant.terms" or "grant.anything" => StatusCodes.Status400BadRequest,
        "audit.unavailable" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status403Forbidden,
    };

    private static ProblemHttpResult Problem(Reason reason, int status) => TypedResults.Problem(
        detail: reason.Message,
        statusCode: status,
        extensions: new Dictionary<string, object?> { ["rule"] = reason.Rule, ["remedy"] = reason.Remedy });
}
