using Harombe.Core.Principals;

namespace Harombe.Host.Access;

/// <summary>The one who started the host first. Answers and configures as <c>owner</c>; chats as <c>owner.chat</c>, so that no caller answers its own questions.</summary>
internal static class Owner
{
    public static readonly PrincipalId Id = new("owner");

    public static readonly PrincipalId Chat = new("owner.chat");

    public static readonly Principal Self = new(Id, TokenKinds.Approver | TokenKinds.Admin, ToolScope.Nothing);

    public static readonly Principal AsCaller = new(Chat, TokenKinds.Caller, ToolScope.Everything);
}
