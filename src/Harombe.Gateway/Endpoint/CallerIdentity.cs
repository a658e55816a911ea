using System.Security.Claims;
using Harombe.Core.Principals;

namespace Harombe.Gateway.Endpoint;

/// <summary>Carries the principal, and the life of its request, from the route to the handlers in the one thing that the library hands through.</summary>
internal sealed class CallerIdentity(Principal principal, RequestLife request)
    : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, principal.Id.Value)], "harombe")
{
    public Principal Principal { get; } = principal;

    /// <summary>The HTTP request that brought the message.</summary>
    public RequestLife Request { get; } = request;
}
