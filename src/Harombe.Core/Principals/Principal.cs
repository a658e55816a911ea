namespace Harombe.Core.Principals;

/// <summary>
/// Who is behind a request, as established by a token. Immutable; safe to share between threads.
/// </summary>
/// <param name="Id">Stable identity, recorded in the audit log.</param>
/// <param name="Kinds">What the token that identified it may be used for.</param>
/// <param name="Tools">The tools it may see and call. Seeing is not the permission check: decisions ask again.</param>
public sealed record Principal(PrincipalId Id, TokenKinds Kinds, ToolScope Tools)
{
    /// <summary>Whether the token carries every one of the given kinds; asking for none is never granted.</summary>
    public bool Is(TokenKinds kinds) => kinds != TokenKinds.None && (Kinds & kinds) == kinds;
}
