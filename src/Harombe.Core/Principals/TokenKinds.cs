namespace Harombe.Core.Principals;

/// <summary>What a token may be used for. The zero value may do nothing.</summary>
[Flags]
public enum TokenKinds
{
    /// <summary>Nothing at all.</summary>
    None = 0,

    /// <summary>Asks for tools, in chat or over MCP.</summary>
    Caller = 1,

    /// <summary>Answers the questions of other principals' calls.</summary>
    Approver = 2,

    /// <summary>Configures the host: tokens, secrets, shutdown.</summary>
    Admin = 4,
}
