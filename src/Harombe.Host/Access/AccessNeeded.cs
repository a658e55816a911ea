using Harombe.Core.Principals;

namespace Harombe.Host.Access;

/// <summary>Says who may use an endpoint; put on it as metadata. Without it an endpoint is closed.</summary>
internal sealed record AccessNeeded(string Wanted, bool Anybody, Func<HttpContext, bool> Allows)
{
    /// <summary>No token is needed.</summary>
    public static AccessNeeded Nobody { get; } = new("any", true, _ => true);

    /// <summary>Any valid token.</summary>
    public static AccessNeeded AnyToken { get; } = new("any", false, _ => true);

    /// <summary>Callers, and the owner as a caller of its own.</summary>
    public static AccessNeeded ChatCaller { get; } = new("caller", false, http => http.ChatCaller() is not null);

    /// <summary>Callers only: a client that holds an approver's token could answer its own questions.</summary>
    public static AccessNeeded Caller { get; } = new("caller, and not approver", false, http =>
        http.Principal() is { } principal && principal.Is(TokenKinds.Caller) && !principal.Is(TokenKinds.Approver));

    /// <summary>Those who configure.</summary>
    public static AccessNeeded Admin { get; } = new("admin", false, http => http.Principal()?.Is(TokenKinds.Admin) == true);

    /// <summary>Those who answer or configure.</summary>
    public static AccessNeeded ApproverOrAdmin { get; } = new("approver or admin", false, http =>
        http.Principal() is { } principal && (principal.Is(TokenKinds.Approver) || principal.Is(TokenKinds.Admin)));
}
