using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Host.State;

namespace Harombe.Host.Hosting;

/// <summary>The outermost edge: an exception that nobody expected becomes an answer that tells nothing of its cause, and a line in the log that does.</summary>
internal sealed partial class UnexpectedFaults(RequestDelegate next, ILogger<UnexpectedFaults> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone.
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Problems.WriteAsync(http, e.StatusCode, new Reason(
                "http.request", e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body is too large." : "The request can't be read.", "Send less, or raise server.max_body in harombe.yaml.")).ConfigureAwait(false);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            Unexpected(log, http.Request.Method, http.Request.Path.Value ?? "", e);
            var known = e is AuditUnavailableException or SecretsUnavailableException or StateStoreException;
            await Problems.WriteAsync(http, known ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError, new Reason(
                known ? "host.unavailable" : "host.fault", known ? e.Message : "The host failed; nothing was done.", "Look at the host's log; 'harombe status' tells which layer is not ready.")).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Unexpected(ILogger log, string method, string path, Exception cause);
}
