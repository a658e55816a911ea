using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Principals;
using Harombe.Gateway.Upstreams.Questions;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>The client behind one request, for the upstream that the request's call goes to.</summary>
internal sealed class SessionClient(Caller caller, McpServer server) : CallingClient
{
    private JsonObject? capabilities;

    public static SessionClient Of<T>(Caller caller, RequestContext<T> request) => new(caller, request.Server);

    public override PrincipalId Principal => caller.Principal.Id;

    public override string Session => caller.Session.Value;

    public override bool Modern => caller.Modern;

    public override JsonObject Capabilities => capabilities ??= caller.Capabilities is { } declared
        ? JsonSerializer.SerializeToNode(declared, McpJsonUtilities.DefaultOptions)!.AsObject() // not null: it is an object
        : [];

    // As it is, and not by the library's forms, which lose what they don't know. The server of the request writes to the request's own response.
    public override async Task<JsonNode> AskAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var response = await server.SendRequestAsync(new JsonRpcRequest { Method = method, Params = parameters }, cancellationToken).ConfigureAwait(false);
        return response.Result ?? new JsonObject();
    }
}
