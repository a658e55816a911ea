using Harombe.Core.Approvals;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Core.Calls;

/// <summary>One call of one tool, as every station sees it. Immutable.</summary>
/// <param name="Id">The call; it runs at most once.</param>
/// <param name="Tool">The tool, as it is defined at this moment.</param>
/// <param name="Arguments">Canonical arguments with their labels.</param>
/// <param name="Principal">Who asks.</param>
/// <param name="Session">The conversation or MCP session it belongs to.</param>
/// <param name="Face">The door it came in by.</param>
/// <param name="Approval">The approval that the caller presents, if it was told to wait for one.</param>
/// <param name="Patience">How long a question about it may stand.</param>
public sealed record ToolCall(
    CallId Id,
    ToolDefinition Tool,
    ToolArguments Arguments,
    Principal Principal,
    SessionId Session,
    Face Face,
    ApprovalId? Approval,
    Patience Patience = Patience.Interactive)
{
    /// <summary>The secrets of others that <see cref="Arguments"/> hold, where the operator lets such a call go on; null for none. What is kept or shown of the call is <see cref="FoundSecrets.Shown"/>.</summary>
    public FoundSecrets? Found { get; init; }
}
