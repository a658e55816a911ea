namespace Harombe.Core.Calls;

/// <summary>The door through which a call came in.</summary>
public enum Face
{
    /// <summary>Unknown doors are closed.</summary>
    Unknown = 0,

    /// <summary>The chat loop: a prompt stands behind the call.</summary>
    Chat = 1,

    /// <summary>An MCP client: no prompt is known.</summary>
    Mcp = 2,

    /// <summary>The HTTP API or the command line of an operator.</summary>
    Api = 3,
}
