using System.Globalization;
using Harombe.Core.Calls;
using Harombe.Host.Access;
using Harombe.Host.Configuration;

namespace Harombe.Host.Hosting;

/// <summary>
/// While the host stops, work that has not begun is refused, with when to come back; reading, answering and watching go on. Health says so at once, so that a
/// load balancer sends nobody any more.
/// </summary>
internal sealed class DrainGate(RequestDelegate next, IHostApplicationLifetime host, HarombeConfiguration configuration)
{
    private static readonly string[] Work = ["/chat", "/v1", "/mcp"];

    public Task InvokeAsync(HttpContext http) => host.ApplicationStopping.IsCancellationRequested && Begins(http.Request) ? RefuseAsync(http) : next(http);

    private static bool Begins(HttpRequest request) =>
        request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal) || request.Path.StartsWithSegments("/readyz", StringComparison.Ordinal)
        || (HttpMethods.IsPost(request.Method) && !request.Path.Value!.EndsWith("/cancel", StringComparison.Ordinal) // not null: Kestrel sets it
            && Array.Exists(Work, path => request.Path.StartsWithSegments(path, StringComparison.Ordinal)));

    private Task RefuseAsync(HttpContext http)
    {
        var seconds = (int)Math.Ceiling((configuration.Server.Drain + TimeSpan.FromSeconds(5)).TotalSeconds);
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, new Reason(
            "host.stopping", "The host stops and begins nothing new.", $"Try again in {seconds} s; what was under way goes on then."));
    }
}
