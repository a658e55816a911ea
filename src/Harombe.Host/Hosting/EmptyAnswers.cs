using Harombe.Core.Calls;
using Harombe.Host.Access;

namespace Harombe.Host.Hosting;

/// <summary>Gives words to the refusals that come without any: the router's 404 and 405, and a framework's like them.</summary>
internal sealed class EmptyAnswers(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http).ConfigureAwait(false);
        var response = http.Response;
        if (!response.HasStarted && response.ContentLength is null or 0 && response.ContentType is null && ReasonOf(response.StatusCode) is { } reason)
        {
            await Problems.WriteAsync(http, response.StatusCode, reason).ConfigureAwait(false);
        }
    }

    private static Reason? ReasonOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => new("http.route", "There is nothing at this path.", "GET /tools, /chat, /approvals and /audit are where to begin."),
        StatusCodes.Status405MethodNotAllowed => new("http.method", "This path does not take this method.", "The header Allow names those that it takes."),
        StatusCodes.Status406NotAcceptable => new("http.accept", "What the request accepts can't be given here.", "Send Accept: application/json, text/event-stream."),
        StatusCodes.Status415UnsupportedMediaType => new("http.content-type", "The body is of a type that is not taken here.", "Send Content-Type: application/json."),
        >= 400 and < 500 => new("http.request", "The request can't be read.", "Look at the path, the query and the headers."),
        _ => null,
    };
}
