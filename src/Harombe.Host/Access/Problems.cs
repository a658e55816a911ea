using Harombe.Core.Calls;
using Microsoft.AspNetCore.Mvc;

namespace Harombe.Host.Access;

/// <summary>Writes a refusal as RFC 9457 problem details, with rule and remedy.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext http, int status, Reason reason) => TypedResults.Problem(new ProblemDetails
    {
        Status = status,
        Title = reason.Message,
        Extensions = { ["rule"] = reason.Rule, ["remedy"] = reason.Remedy },
    }).ExecuteAsync(http);
}
