using System.Security.Claims;
using Harombe.Core.Principals;

namespace Harombe.Gateway.Endpoint;

/// <summary>Carries the principal, and the life of its request, from the route to the handlers in the one thing that the library hands through.</summary>
internal sealed class CallerIdentity(Principal principal, CancellationToken aborted)
    : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, principal.Id.Value)], "harombe")
{
    public Principal Principal { get; } = principal;

    /// <summary>Fires when the client hangs up on the request that brought the message.</summary>
    public CancellationToken Aborted { get; } = aborted;
}
