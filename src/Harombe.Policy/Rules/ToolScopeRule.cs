using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules;

/// <summary>A principal calls only the tools in its scope. The faces hide the others already; this is the check that counts.</summary>
internal sealed class ToolScopeRule : IRule
{
    public string Name => "access.tools";

    public Finding? Match(ToolCall call, Risk risk) => call.Principal.Tools.Covers(call.Tool.Name)
        ? null
        : new Finding(
            Verdict.Deny,
            $"'{call.Tool.Name}' is not among the tools of '{call.Principal.Id}' ({call.Principal.Tools}).",
            $"Issue a token that covers it: harombe token add {call.Principal.Id} --tools {call.Tool.Name}");
}
