using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>What the protocol library is told: who we are, both eras on one endpoint, and our two handlers.</summary>
internal sealed class ServerSetup(IOptions<GatewayOptions> options, ToolList list, ToolCalls calls, Listening listening, CatalogSignal signal, Passing passing, Reading reading, Instructions instructions)
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
        // Half-typed words would go to a server around the guard, so nothing is proposed.
        server.Handlers.CompleteHandler = (_, _) => ValueTask.FromResult(new CompleteResult { Completion = new Completion { Values = [], Total = 0, HasMore = false } });
    }

    public void Configure(HttpServerTransportOptions transport)
    {
        transport.ConfigureSessionOptions = (http, server, _) =>
        {
            server.ServerInstructions = instructions.For(Caller.PrincipalOf(http.User));
            return Task.CompletedTask;
        };

        // The era is chosen per request: a message that states its revision needs no session, "initialize" opens one.
        transport.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
#pragma warning disable MCP9006 // Sessions exist only in older revisions, which is whom these bounds are for.
        transport.IdleTimeout = options.Value.SessionIdleTimeout;
        transport.MaxIdleSessionCount = options.Value.IdleSessions;
#pragma warning restore MCP9006
    }
}
