using Microsoft.Extensions.Options;
using Harombe.Gateway.Endpoint.Sessions;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>What the protocol library is told: who we are, both eras on one endpoint, and our handlers.</summary>
internal sealed class ServerSetup(
    IOptions<GatewayOptions> options, ToolList list, ToolCalls calls, Listening listening, CatalogSignal signal, Passing passing, Reading reading, Completing completing,
    Subscriptions subscriptions, OpenSessions sessions, Instructions instructions)
    : IConfigureOptions<McpServerOptions>, IConfigureOptions<HttpServerTransportOptions>
{
    public void Configure(McpServerOptions server)
    {
        server.ServerInfo = new Implementation
        {
            Name = "harombe",
            Title = "Harombe",
            Version = typeof(ServerSetup).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        };
        server.Handlers.ListToolsHandler = list.ListAsync;
        server.Handlers.CallToolHandler = calls.CallAsync;
        server.Handlers.SubscriptionsListenHandler = listening.ListenAsync;
        server.ToolCollection = signal;
        server.Handlers.ListResourcesHandler = passing.ListResourcesAsync;
        server.Handlers.ListResourceTemplatesHandler = passing.ListTemplatesAsync;
        server.Handlers.ReadResourceHandler = reading.ReadResourceAsync;
        server.Handlers.ListPromptsHandler = passing.ListPromptsAsync;
        server.Handlers.GetPromptHandler = reading.GetPromptAsync;
        server.Handlers.CompleteHandler = completing.CompleteAsync;
        server.Handlers.SubscribeToResourcesHandler = subscriptions.SubscribeAsync;
        server.Handlers.UnsubscribeFromResourcesHandler = subscriptions.UnsubscribeAsync;
        server.Capabilities = new ServerCapabilities
        {
            Resources = new ResourcesCapability { ListChanged = true, Subscribe = true },
            Prompts = new PromptsCapability { ListChanged = true },
        };
#pragma warning disable MCP9005 // Deprecated since 2026-07-28; the older revisions have it still. The library keeps the level of each session.
        server.Handlers.SetLoggingLevelHandler = (request, _) =>
        {
            passing.Heed(Caller.Of(request), request.Params.Level.ToString().ToLowerInvariant());
            return ValueTask.FromResult(new EmptyResult());
        };
#pragma warning restore MCP9005
    }

    public void Configure(HttpServerTransportOptions transport)
    {
        transport.ConfigureSessionOptions = (http, server, _) =>
        {
            server.ServerInstructions = instructions.For(Caller.PrincipalOf(http.User));
            return Task.CompletedTask;
        };

#pragma warning disable MCPEXP002 // Experimental; nothing else gives a session's own server, which speaks outside of requests.
        transport.RunSessionHandler = (http, server, cancellationToken) => sessions.RunAsync(Caller.IdentityOf(http.User), server, cancellationToken);
#pragma warning restore MCPEXP002

        // The era is chosen per request: a message that states its revision needs no session, "initialize" opens one.
        transport.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
#pragma warning disable MCP9006 // Sessions exist only in older revisions, which is whom these bounds are for.
        transport.IdleTimeout = options.Value.SessionIdleTimeout;
        transport.MaxIdleSessionCount = options.Value.IdleSessions;
#pragma warning restore MCP9006
    }
}
