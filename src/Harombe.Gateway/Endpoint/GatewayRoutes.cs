using System.Security.Claims;
using Harombe.Core.Principals;
using Harombe.Gateway.Endpoint.Bodies;
using Harombe.Gateway.Endpoint.Sessions;
using Harombe.Gateway.Endpoint.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Harombe.Gateway.Endpoint;

/// <summary>Puts the gateway on the host's routes.</summary>
public static class GatewayRoutes
{
    /// <summary>
    /// Serves MCP at <see cref="GatewayOptions.Path"/>. Signing in, and the checks of <c>Host</c> and <c>Origin</c>, are middleware of the host and come first.
    /// </summary>
    /// <param name="routes">The host's routes.</param>
    /// <param name="principal">
    /// Who is behind a request that was let through; null is answered with 401, and a principal whose token is not a caller's with 403.
    /// </param>
    public static IEndpointConventionBuilder MapHarombeGateway(this IEndpointRouteBuilder routes, Func<HttpContext, Principal?> principal)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(principal);
        var guard = routes.ServiceProvider.GetRequiredService<BodyGuard>();
        var room = routes.ServiceProvider.GetRequiredService<SessionRoom>();
        var options = routes.ServiceProvider.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var group = routes.MapGroup("");
        group.MapMcp(options.Path);
        group.MapMcp(options.Path + "/{view}");
        IEndpointConventionBuilder endpoints = group;
        endpoints.Add(endpoint =>
        {
            if (endpoint.RequestDelegate is { } library)
            {
                var inner = room.Before(library);
                endpoint.RequestDelegate = context => EnterAsync(context, principal, options.Views, guard, inner);
            }
        });
        return endpoints;
    }

    private static async Task EnterAsync(HttpContext context, Func<HttpContext, Principal?> principal, Dictionary<string, ToolView> views, BodyGuard guard, RequestDelegate inner)
    {
        if (principal(context) is not { } caller)
        {
            // Without resource metadata: a client that found some would start a browser flow that nobody serves.
            context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (!caller.Is(TokenKinds.Caller))
        {
            await BodyFault.Forbidden(caller.Id).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        var view = ToolView.Everything;
        if (context.Request.RouteValues.TryGetValue("view", out var named) && !views.TryGetValue(named as string ?? "", out view!))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // The library carries the user with every message, also into handlers that outlive their request, and ties a session to the
        // first identity's name: another principal's token can't use it.
        using var life = new RequestLife(context);
        context.User = new ClaimsPrincipal([new CallerIdentity(caller, view, life), .. context.User.Identities]);
        if (!HttpMethods.IsPost(context.Request.Method) || await guard.PassAsync(context, caller, view).ConfigureAwait(false))
        {
            await inner(context).ConfigureAwait(false);
        }
    }
}
