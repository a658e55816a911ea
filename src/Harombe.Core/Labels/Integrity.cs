namespace Harombe.Core.Labels;

/// <summary>How far a value's origin may be trusted to steer the agent. Ordered: the smaller the value, the less it is trusted.</summary>
public enum Integrity
{
    /// <summary>Text from the outside world: a web page, a mail, an upstream server's answer. The default of anything untraced.</summary>
    Outside = 0,

    /// <summary>An argument that an MCP client sent and that is traced to nothing: there is no prompt on that face.</summary>
    Client = 1,

    /// <summary>From the user's own stores: their workspace, their notes.</summary>
    Own = 2,

    /// <summary>Typed by the user in this session.</summary>
    User = 3,
}
