using Microsoft.Extensions.Options;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>What the protocol library is told: who we are, both eras on one endpoint, and our two handlers.</summary>
internal sealed class ServerSetup(IOptions<GatewayOptions> options, ToolList list, ToolCalls calls)
    : IConfigureOptions<McpServerOptions>, IConfigureOptions<HttpServerTransportOptions>
{
    private const string Instructions =
        """
        These tools run behind Harombe's guard. A call may be refused: the result then names the rule, the reason and what would allow it; don't retry it unchanged.
        A call may need a person's yes. If you offer elicitation, you are asked for it during the call. Otherwise the result says "waiting for approval apr_…" with a
        link: give the link to your user, go on with something else, and call harombe_approval with that id later to get the result. It never runs anything twice,
        and it can't approve: only a person can. A question that nobody answers in time counts as a no. If a tool is unknown, list the tools again.
        """;

    public void Configure(McpServerOptions server)
    {
        server.ServerInfo = new Implementation
        {
            Name = "harombe",
            Title = "Harombe",
            Version = typeof(ServerSetup).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
        };
        server.ServerInstructions = Instructions;
        server.Handlers.ListToolsHandler = list.ListAsync;
        server.Handlers.CallToolHandler = calls.CallAsync;
    }

    public void Configure(HttpServerTransportOptions transport)
    {
        // The era is chosen per request: a message that states its revision needs no session, "initialize" opens one.
        transport.SessionMode = HttpServerSessionMode.StatefulForInitializeClients;
#pragma warning disable MCP9006 // Sessions exist only in older revisions, which is whom these bounds are for.
        transport.IdleTimeout = options.Value.SessionIdleTimeout;
        transport.MaxIdleSessionCount = options.Value.IdleSessions;
#pragma warning restore MCP9006
    }
}
