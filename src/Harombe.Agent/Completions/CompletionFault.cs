using System.Text.Json;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Http;

namespace Harombe.Agent.Completions;

/// <summary>A refusal in OpenAI's form.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What is wrong and what helps.</param>
/// <param name="Code">Our rule, or the code that clients know for such a thing.</param>
/// <param name="Param">The member of the request that is wrong.</param>
internal sealed record CompletionFault(int Status, string Message, string Code, string? Param = null)
{
    /// <summary>The request itself is wrong.</summary>
    public static CompletionFault Request(string param, string message) => new(StatusCodes.Status400BadRequest, message, "invalid_request", param);

    /// <summary>A turn that ended with an error, with the status that a client acts on rightly.</summary>
    public static CompletionFault Of(string rule, string message, string remedy) => new(StatusOf(rule), $"{message} [rule {rule}] {remedy}", rule switch
    {
        "model.context" => "context_length_exceeded",
        "model.refused" => "content_filter",
        _ => rule,
    });

    public static CompletionFault Of(Reason reason) => Of(reason.Rule, reason.Message, reason.Remedy);

    public string Json => JsonSerializer.Serialize(new CompletionErrorForm(new CompletionErrorBody(Message, TypeOf(Status), Param, Code)), CompletionJson.Readable.CompletionErrorForm);

    public Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json";
        // What helps is waiting or changing something; the clients' own retries would begin the turn again and again.
        http.Response.Headers["x-should-retry"] = "false";
        return http.Response.WriteAsync(Json, http.RequestAborted);
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static int StatusOf(string rule) => rule switch
    {
        "model.context" or "model.media" or "model.refused" or "model.size" or "model.unknown" => StatusCodes.Status400BadRequest,
        "model.limit" => StatusCodes.Status429TooManyRequests,
        "model.overloaded" => StatusCodes.Status503ServiceUnavailable,
        "model.timeout" => StatusCodes.Status504GatewayTimeout,
        _ when rule.StartsWith("budget.", StringComparison.Ordinal) => StatusCodes.Status429TooManyRequests,
        _ when rule.StartsWith("access.", StringComparison.Ordinal) => StatusCodes.Status403Forbidden,
        _ when rule.StartsWith("model.", StringComparison.Ordinal) => StatusCodes.Status502BadGateway,
        _ => StatusCodes.Status500InternalServerError,
    };
}
