using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Bridge;

/// <summary>The two directions of the bridge.</summary>
internal sealed partial class MessagePump(ITransport client, ITransport host, ILogger log)
{
    private readonly RequestLives lives = new();
    private readonly ConcurrentDictionary<Task, byte> underWay = new();

    public async Task DownAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in host.MessageReader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            // What the HTTP side noted about the message would steer how the other side sends it.
            message.Context = null;
            await client.SendMessageAsync(message, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task UpAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in client.MessageReader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled && lives.Find(cancelled) is { } life)
            {
                await CancelAsync(cancelled, life, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var sending = ForwardAsync(message, cancellationToken);
            if (message is JsonRpcRequest { Method: not RequestMethods.Initialize })
            {
                // Sending a request lasts as long as its answer. Waiting for it here would hold up the cancellation, and the answer to a
                // question, that it waits for. "initialize" is waited for, since all that follows needs the session that it opens.
                underWay.TryAdd(sending, 0);
                _ = sending.ContinueWith(done => underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            else
            {
                await sending.ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for the requests under way to notice that the bridge has ended.</summary>
    public async Task SettleAsync() => await Task.WhenAll(underWay.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task CancelAsync(JsonRpcNotification cancelled, RequestLives.Life life, CancellationToken cancellationToken)
    {
        life.Renounce();
        if (!life.Modern)
        {
            await ForwardAsync(cancelled, cancellationToken).ConfigureAwait(false);
        }

        life.End();
    }

    private async Task ForwardAsync(JsonRpcMessage message, CancellationToken cancellationToken)
    {
        using var life = lives.Begin(message, cancellationToken);
        try
        {
            await host.SendMessageAsync(message, life.Token).ConfigureAwait(false);
        }
        catch (Exception) when (life.Cancelled || life.Token.IsCancellationRequested)
        {
            // The client cancelled the request, or the bridge ends: nobody waits for an answer, and how the sending failed says nothing.
        }
        catch (Exception e)
        {
            NotForwarded(log, e);
            if (message is JsonRpcRequest request)
            {
                await client.SendMessageAsync(NoAnswer(request, e), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The edge of the bridge: without an answer the client would wait for ever.
    private static JsonRpcError NoAnswer(JsonRpcRequest request, Exception fault) => new()
    {
        Id = request.Id,
        Error = new JsonRpcErrorDetail
        {
            Code = (int)McpErrorCode.InternalError,
            Message = fault is HttpRequestException { StatusCode: { } status }
                ? $"The Harombe host refused the message with HTTP {(int)status}. A 401 means that the token isn't valid: issue one with 'harombe token'."
                : $"The Harombe host did not answer ({fault.GetType().Name}). Look whether it runs: 'harombe doctor'.",
        },
    };

    [LoggerMessage(LogLevel.Warning, "A message was not forwarded to the host")]
    private static partial void NotForwarded(ILogger log, Exception fault);
}
