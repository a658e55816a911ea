using Microsoft.AspNetCore.Http;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>Sends a browser on with GET after a form; the framework's own redirects keep the method or say 302.</summary>
internal sealed class SeeOther(string to) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = to;
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
