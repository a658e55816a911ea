using System.Net;
using System.Text.Json;

namespace Harombe.Host.Commands.Connection;

/// <summary>Reads what a host says when it refuses: RFC 9457 with rule and remedy.</summary>
internal static class ProblemReading
{
    public static async Task<Stop> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var code = response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? ExitCode.Refused : ExitCode.Failed;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement is { ValueKind: JsonValueKind.Object } problem)
            {
                // Some say what was wrong in the title, others keep the title for the status and say it in the detail.
                return new Stop(
                    code,
                    Text(problem, "rule") ?? $"http.{status}",
                    Faults(problem) ?? Text(problem, "detail") ?? Text(problem, "title") ?? $"the host answered {status}",
                    Text(problem, "remedy") ?? "",
                    status);
            }
        }
        catch (JsonException)
        {
            // Not a host of ours, or something in between: the status is all there is to say.
        }

        return new Stop(code, $"http.{status}", $"the host answered {status}", "", status);
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Faults(JsonElement problem) =>
        problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? string.Join(' ', errors.EnumerateObject().Select(error => $"{error.Name}: {error.Value}"))
            : null;
}
