using Harombe.Core.Principals;

namespace Harombe.Host.Access;

/// <summary>The principal of a request, once the gate has let it through.</summary>
internal static class RequestPrincipal
{
    private static readonly object Key = new();

    /// <summary>Who the token says it is.</summary>
    public static Principal? Principal(this HttpContext http) => http.Items[Key] as Principal;

    /// <summary>Who asks for tools: the owner chats as a caller of its own.</summary>
    public static Principal? ChatCaller(this HttpContext http) => http.Principal() switch
    {
        { } principal when principal.Is(TokenKinds.Caller) => principal,
        { } principal when principal.Id == Owner.Id && principal.Is(TokenKinds.Admin) => Owner.AsCaller,
        _ => null,
    };

    public static void SetPrincipal(this HttpContext http, Principal principal) => http.Items[Key] = principal;
}
