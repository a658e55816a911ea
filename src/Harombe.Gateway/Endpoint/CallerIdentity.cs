using System.Security.Claims;
using Harombe.Core.Principals;
using Harombe.Gateway.Endpoint.Views;

namespace Harombe.Gateway.Endpoint;

/// <summary>Carries the principal, and the life of its request, from the route to the handlers in the one thing that the library hands through.</summary>
internal sealed class CallerIdentity(Principal principal, ToolView view, RequestLife request)
    : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, principal.Id.Value)], "harombe")
{
    public Principal Principal { get; } = principal;

    /// <summary>The choice of tools at the address that was asked.</summary>
    public ToolView View { get; } = view;

    /// <summary>The HTTP request that brought the message.</summary>
    public RequestLife Request { get; } = request;
}
