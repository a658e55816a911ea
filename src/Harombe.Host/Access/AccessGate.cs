using System.Security.Claims;
using Harombe.Core.Calls;

namespace Harombe.Host.Access;

/// <summary>
/// Stands before every endpoint. Checks Host and Origin, finds the principal behind the bearer token or the sign-in cookie, and asks whether its kind
/// may use the endpoint. An endpoint that says nothing of who may use it is refused.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, HostCheck hosts, TokenStore tokens)
{
    public const string Cookie = "harombe";

    public async Task InvokeAsync(HttpContext http)
    {
        // All of them: no browser sends two, and of two the first may be ours.
        var origin = http.Request.Headers.Origin is { Count: > 0 } origins ? origins.ToString() : null;
        if (hosts.Refuse(http.Request.Scheme, http.Request.Host, origin) is { } foreign)
        {
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, foreign).ConfigureAwait(false);
            return;
        }

        var needs = http.GetEndpoint()?.Metadata.GetMetadata<AccessNeeded>();
        if (needs?.Anybody == true)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        var (token, fromCookie) = Token(http);
        if (token is null || await tokens.FindAsync(token, http.RequestAborted).ConfigureAwait(false) is not { } principal)
        {
            // No OAuth metadata and no realm: MCP clients would start a browser flow that leads nowhere.
            http.Response.Headers.WWWAuthenticate = "Bearer";
            if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            {
                // Somebody followed the link to a question: what helps a person is not what helps a program.
                await SignInEndpoints.AskAsync(http).ConfigureAwait(false);
                return;
            }

            await Problems.WriteAsync(http, StatusCodes.Status401Unauthorized, new Reason(
                "access.token", "A valid token is needed.", "Send 'Authorization: Bearer …' with a token from 'harombe token add', or sign in with the link of 'harombe token link'.")).ConfigureAwait(false);
            return;
        }

        if (fromCookie && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && origin is null)
        {
            await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, new Reason("access.origin", "A browser's request that changes something must say its origin.", "Use the page of this host.")).ConfigureAwait(false);
            return;
        }

        http.SetPrincipal(principal);
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, principal.Id.Value)], "harombe"));
        // What is no route of ours (unknown path, wrong method) is answered by the router: 404 or 405.
        if (http.GetEndpoint() is not RouteEndpoint || needs?.Allows(http) == true)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        await Problems.WriteAsync(http, StatusCodes.Status403Forbidden, new Reason(
            "access.kind",
            $"The token of '{principal.Id}' ({principal.Kinds.ToString().ToLowerInvariant()}) may not use this.",
            needs is null ? "This endpoint is closed." : $"Use a token of kind {needs.Wanted}; 'harombe token add --help' tells how to get one.")).ConfigureAwait(false);
    }

    private static (string? Token, bool FromCookie) Token(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.FirstOrDefault();
        return header is null
            ? (http.Request.Cookies[Cookie], true)
            : (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null, false);
    }
}
