using System.Collections.Concurrent;
using Harombe.Core.Principals;
using Harombe.Gateway.Endpoint.Views;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint.Sessions;

/// <summary>The sessions of the older revisions that are open, for what they are told outside of any request. Thread-safe.</summary>
internal sealed class OpenSessions
{
    private readonly ConcurrentDictionary<string, OpenSession> open = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IEnumerable<OpenSession> All => open.Values;

    /// <summary>The one of an id; null when it is over.</summary>
    public OpenSession? Of(string? id) => id is null ? null : open.GetValueOrDefault(id);

    /// <summary>Serves a connection to its end. One of 2026-07-28 lasts for a request and is no session.</summary>
    public async Task RunAsync(CallerIdentity identity, McpServer server, CancellationToken cancellationToken)
    {
        if (server.SessionId is not { } id)
        {
            await server.RunAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var session = open[id] = new OpenSession(id, identity.Principal, identity.View, server);
        try
        {
            await server.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            open.TryRemove(id, out _);
            session.End();
        }
    }
}

/// <summary>One open session.</summary>
internal sealed class OpenSession(string id, Principal principal, ToolView view, McpServer server)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Action> watches = new(StringComparer.Ordinal);
    private bool isOver;

    public string Id => id;

    public Principal Principal => principal;

    public ToolView View => view;

    /// <summary>Keeps a watch under an address; the one that was there before, or one that comes too late, is ended.</summary>
    public void Keep(string served, Action end)
    {
        Action? before;
        lock (gate)
        {
            before = isOver ? end : watches.GetValueOrDefault(served);
            if (!isOver)
            {
                watches[served] = end;
            }
        }

        before?.Invoke();
    }

    /// <summary>Ends the watch of an address.</summary>
    public void Leave(string served)
    {
        Action? end;
        lock (gate)
        {
            watches.Remove(served, out end);
        }

        end?.Invoke();
    }

    public bool Watches(string served)
    {
        lock (gate)
        {
            return watches.ContainsKey(served);
        }
    }

    public void End()
    {
        List<Action> ends;
        lock (gate)
        {
            isOver = true;
            ends = [.. watches.Values];
            watches.Clear();
        }

        ends.ForEach(end => end());
    }

    /// <summary>Tells its client something, over the stream that it holds open for that; nothing when it holds none.</summary>
    public async Task TellAsync(JsonRpcNotification message)
    {
        try
        {
            await server.SendMessageAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A client that is gone misses nothing.
        }
    }
}
