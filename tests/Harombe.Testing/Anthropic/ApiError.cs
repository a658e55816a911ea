using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing.Anthropic;

/// <summary>An error in the API's form: a type and a message inside <c>{"type":"error"}</c>, and the id of the request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The API's name of it.</param>
/// <param name="Message">The API's words.</param>
/// <param name="RetryAfter">Seconds for the <c>retry-after</c> header; null sends none.</param>
public sealed record ApiError(int Status, string Type, string Message, int? RetryAfter = null)
{
    /// <summary>400.</summary>
    public static ApiError Invalid(string message) => new(400, "invalid_request_error", message);

    /// <summary>401.</summary>
    public static ApiError Unauthenticated(string message) => new(401, "authentication_error", message);

    /// <summary>403.</summary>
    public static ApiError Forbidden { get; } = new(403, "permission_error", "Your API key does not have permission to use the specified resource.");

    /// <summary>404.</summary>
    public static ApiError NotFound(string message) => new(404, "not_found_error", message);

    /// <summary>429.</summary>
    public static ApiError Limited(int retryAfter) => new(429, "rate_limit_error", "This request would exceed your organization's rate limit.", retryAfter);

    /// <summary>500.</summary>
    public static ApiError Internal { get; } = new(500, "api_error", "Internal server error");

    /// <summary>529.</summary>
    public static ApiError Overloaded { get; } = new(529, "overloaded_error", "Overloaded");

    /// <summary>The body, which is also what an <c>error</c> event in a stream carries.</summary>
    public string Json => new JsonObject
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = Type, ["message"] = Message },
        ["request_id"] = "req_011CSHoEeqs5C35K2UUqR7Fy",
    }.ToJsonString();

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.StatusCode = Status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["request-id"] = "req_011CSHoEeqs5C35K2UUqR7Fy";
        if (RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return http.Response.WriteAsync(Json);
    }
}
