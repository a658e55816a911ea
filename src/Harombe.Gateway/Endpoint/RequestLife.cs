using Microsoft.AspNetCore.Http;

namespace Harombe.Gateway.Endpoint;

/// <summary>
/// The HTTP request that brought a message, for handlers that may outlive it. Thread-safe: once it is disposed it never touches the context again, which
/// by then belongs to somebody else's request.
/// </summary>
internal sealed class RequestLife(HttpContext context) : IDisposable
{
    private readonly Lock gate = new();
    private HttpContext? open = context;

    /// <summary>Fires when the client hangs up.</summary>
    public CancellationToken Aborted { get; } = context.RequestAborted;

    /// <summary>Ends a response that nothing will be written to any more; nothing when it has ended already.</summary>
    public void HangUp()
    {
        lock (gate)
        {
            open?.Abort();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            open = null;
        }
    }
}
