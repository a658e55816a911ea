using System.Text.Json.Nodes;
using Harombe.Testing.Anthropic;
using Microsoft.AspNetCore.Http;

namespace Harombe.Testing.OpenAI;

/// <summary>An error in OpenAI's form.</summary>
internal static class CompletionError
{
    public static Task WriteAsync(HttpContext http, ApiError error) => WriteAsync(
        http,
        error.Status,
        error.Message,
        error.Status == 429 ? "requests" : error.Status >= 500 ? "server_error" : "invalid_request_error",
        error.Status == 429 ? "rate_limit_exceeded" : error.Type.Contains("context", StringComparison.Ordinal) ? error.Type : null,
        error.RetryAfter);

    public static Task WriteAsync(HttpContext http, int status, string message, string type, string? code, int? retryAfter = null)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (retryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return http.Response.WriteAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code } }.ToJsonString());
    }
}
