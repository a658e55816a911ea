using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Principals;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>The client behind one request, for the upstream that the request's call goes to.</summary>
internal sealed class SessionClient(Caller caller, McpServer server, string? level) : CallingClient
{
    private const int MostTold = 1000;

    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;
    private int told;
    private JsonObject? capabilities;

    public static SessionClient Of<T>(Caller caller, RequestContext<T> request) => new(
        caller,
        request.Server,
#pragma warning disable MCP9005 // Deprecated since 2026-07-28, and asked for by the request there; a session that never said is told what is no detail.
        (caller.Modern ? request.JsonRpcRequest.Context?.LogLevel : request.Server.LoggingLevel ?? LoggingLevel.Info)?.ToString().ToLowerInvariant());
#pragma warning restore MCP9005

    public override PrincipalId Principal => caller.Principal.Id;

    public override string Session => caller.Session.Value;

    public override bool Modern => caller.Modern;

    public override JsonObject Capabilities => capabilities ??= caller.Capabilities is { } declared
        ? JsonSerializer.SerializeToNode(declared, McpJsonUtilities.DefaultOptions)!.AsObject() // not null: it is an object
        : [];

    public override string? LogLevel => level;

    public override void Tell(string method, JsonObject parameters)
    {
        lock (gate)
        {
            if (told++ < MostTold)
            {
                last = TellAsync(last, new JsonRpcNotification { Method = method, Params = parameters });
            }
        }
    }

    public override Task ToldAsync()
    {
        lock (gate)
        {
            return last;
        }
    }

    // As it is, and not by the library's forms, which lose what they don't know. The server of the request writes to the request's own response.
    public override async Task<JsonNode> AskAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var response = await server.SendRequestAsync(new JsonRpcRequest { Method = method, Params = parameters }, cancellationToken).ConfigureAwait(false);
        return response.Result ?? new JsonObject();
    }

    private async Task TellAsync(Task before, JsonRpcNotification message)
    {
        await before.ConfigureAwait(false);
        try
        {
            await server.SendMessageAsync(message, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A client that is gone misses a courtesy.
        }
    }
}
