using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Gateway.Endpoint.Views;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Harombe.Gateway.Endpoint;

/// <summary>Who sends a message, and what its client can do. Made anew from every message: nothing of it is remembered.</summary>
/// <param name="Principal">Who asks.</param>
/// <param name="Session">The MCP session; for revisions without sessions, one per principal.</param>
/// <param name="Modern">The revision resumes a call by a second request (2026-07-28); older ones are asked while the call is held.</param>
/// <param name="Capabilities">What the client declared that it can do.</param>
/// <param name="View">The choice of tools at the address that was asked.</param>
/// <param name="Request">The HTTP request that brought the message.</param>
internal sealed record Caller(Principal Principal, SessionId Session, bool Modern, ClientCapabilities? Capabilities, ToolView View, RequestLife Request)
{
    /// <summary>The client declared that it can put a question to its user.</summary>
    public bool OffersForm => Capabilities?.Elicitation is { } elicitation && (elicitation.Form is not null || elicitation.Url is null);

    // Revisions are dates, so ordinal order is their order.
    private const string FirstModern = "2026-07-28";

    public static Caller Of<T>(RequestContext<T> request)
    {
        var identity = IdentityOf(request.User);
        var context = request.JsonRpcRequest.Context;
        var modern = string.CompareOrdinal(context?.ProtocolVersion ?? request.Server.NegotiatedProtocolVersion ?? "", FirstModern) >= 0;

        // A modern client declares its capabilities with every request, and what it said before doesn't count.
        var capabilities = modern ? context?.ClientCapabilities : request.Server.ClientCapabilities;
        return new Caller(identity.Principal, SessionOf(identity.Principal, modern ? null : request.Server.SessionId), modern, capabilities, identity.View, identity.Request);
    }

    /// <summary>Who is behind a message or a request.</summary>
    public static Principal PrincipalOf(ClaimsPrincipal? user) => IdentityOf(user).Principal;

    /// <summary>The same with the address that was asked.</summary>
    public static CallerIdentity IdentityOf(ClaimsPrincipal? user) => user?.Identities.OfType<CallerIdentity>().SingleOrDefault()
        ?? throw new InvalidOperationException("A message reached the gateway around its route; map it with MapHarombeGateway only.");

    // Hashed: the id of a session is half of what it takes to speak in it, and this one goes into the record.
    private static SessionId SessionOf(Principal principal, string? session) =>
        new("mcp_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session is null ? "principal\n" + principal.Id : "session\n" + session)))[..32]);
}
