using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Secrets;
using Harombe.Gateway.Upstreams.Processes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Upstreams.Connecting;

/// <summary>
/// One live connection to an upstream. Disposing it ends the session, the process with all that it started, and the lease, in this order. Thread-safe.
/// </summary>
internal sealed class UpstreamSession(McpClient client, ChildProcess? child, HttpClient? http, ILease? lease, DateTimeOffset since, HeardPages heard) : IAsyncDisposable
{
    private int disposed;
    private long last;

    public McpClient Client { get; } = client;

    public DateTimeOffset Since { get; } = since;

    /// <summary>What its lists last said.</summary>
    public HeardPages Heard { get; } = heard;

    /// <summary>The process; null when it runs elsewhere.</summary>
    public int? ProcessId => child?.Id;

    public string Revision => Client.NegotiatedProtocolVersion ?? "";

    /// <summary>The server takes up a call again by a second request, and asks nothing meanwhile. Revisions are dates, so ordinal order is their order.</summary>
    public bool Modern => string.CompareOrdinal(Revision, "2026-07-28") >= 0;

    /// <summary>Whether it is over, as far as is known here: a server that went away without a word is found out by the next message.</summary>
    public bool IsOver => Volatile.Read(ref disposed) != 0 || Client.Completion.IsCompleted || child is { Ended.IsCompleted: true };

    /// <summary>Sends a request and gives the result as it came. A cancelled one is cancelled at the server as well: the library doesn't say so for a request of our own making.</summary>
    public ValueTask<JsonNode> AskAsync(string method, JsonObject parameters, CancellationToken cancellationToken) => AskAsync(method, parameters, SpokenFor.Nobody, cancellationToken);

    /// <summary>Sends a request for a client: the server is told what that client can do, and nothing that it can't.</summary>
    public async ValueTask<JsonNode> AskAsync(string method, JsonObject parameters, SpokenFor client, CancellationToken cancellationToken)
    {
        var id = new RequestId("h" + Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture));
        var watch = AnswerWatch.Begin();
        try
        {
            // Whatever the library still waits for: the caller waits no longer than it said.
            var response = await Client.SendRequestAsync(new JsonRpcRequest { Id = id, Method = method, Params = parameters, Context = client.Context() }, cancellationToken)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            return ClientWire.Whole(response.Result) ?? throw new JsonException("The server answered without a result.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !IsOver)
        {
            await RenounceAsync(id).ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (watch.Withheld is { } why)
        {
            throw new AnswerWithheldException(why, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        // The process first: a client that waits for a server that hangs would hold its end up.
        var ending = child is null ? Task.CompletedTask : child.DisposeAsync().AsTask();
        try
        {
            await Client.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Ending a session is a courtesy to the server; it is over here whatever comes of it.
        }

        await ending.ConfigureAwait(false);
        http?.Dispose();
        if (lease is not null)
        {
            await lease.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task RenounceAsync(RequestId id)
    {
        // Over HTTP, 2026-07-28 cancels by closing the response, which has happened by now.
        if (child is null && Modern)
        {
            return;
        }

        try
        {
            var parameters = new JsonObject { ["requestId"] = id.ToString(), ["reason"] = "The caller gave it up." };
            await Client.SendMessageAsync(new JsonRpcNotification { Method = NotificationMethods.CancelledNotification, Params = parameters }, CancellationToken.None)
                .WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A server that can't be told any more won't go on for long either.
        }
    }
}
