using System.Text.Json;
using Harombe.Core.Principals;
using Harombe.Gateway.Endpoint.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Endpoint.Sessions;

/// <summary>
/// Bounds the sessions of one principal. The library keeps so many unused ones in all and lets the oldest go for a new one, whoever's they are: one client
/// that opens them over and over would end everybody else's.
/// </summary>
internal sealed class SessionRoom(OpenSessions sessions, IOptions<GatewayOptions> options)
{
    /// <summary>Passes a request on, unless it would open one session too many. The request's user is known by then, and its body can be read again.</summary>
    public RequestDelegate Before(RequestDelegate inner) => context => IsTooMany(context, out var caller)
        ? BodyFault.TooManySessions(caller, options.Value.SessionsOfOne).WriteAsync(context)
        : inner(context);

    private bool IsTooMany(HttpContext context, out PrincipalId caller)
    {
        var principal = caller = Caller.PrincipalOf(context.User).Id;
        return HttpMethods.IsPost(context.Request.Method)
            && !context.Request.Headers.ContainsKey("Mcp-Session-Id")
            && sessions.All.Count(one => one.Principal.Id == principal) >= options.Value.SessionsOfOne
            && IsInitialize(context.Request.Body);
    }

    // Looked at only where there is no room, so the message is not read twice on the way of every request.
    private static bool IsInitialize(Stream body)
    {
        using var message = JsonDocument.Parse(body);
        body.Position = 0;
        return message.RootElement.TryGetProperty("method", out var method) && method.ValueEquals("initialize");
    }
}
