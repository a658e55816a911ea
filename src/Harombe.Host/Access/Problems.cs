using Harombe.Agent;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Mvc;

namespace Harombe.Host.Access;

/// <summary>Writes a refusal as RFC 9457 problem details, with rule and remedy; below <c>/v1</c> in the form that OpenAI's clients read.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext http, int status, Reason reason) => http.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
        ? AgentServices.RefuseCompletionAsync(http, status, reason)
        : TypedResults.Problem(new ProblemDetails
        {
            Status = status,
            Title = reason.Message,
            Extensions = { ["rule"] = reason.Rule, ["remedy"] = reason.Remedy },
        }).ExecuteAsync(http);
}
