using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules;

/// <summary>Only a caller's token asks for tools: one that answers or configures must not be able to act on its own answers.</summary>
internal sealed class CallerRule : IRule
{
    public string Name => "access.caller";

    public Finding? Match(ToolCall call, Risk risk) => call.Principal.Is(TokenKinds.Caller)
        ? null
        : new Finding(
            Verdict.Deny,
            $"The token of '{call.Principal.Id}' doesn't ask for tools.",
            $"Use a caller's token: harombe token add {call.Principal.Id}-caller --kinds caller --tools {call.Tool.Name}");
}
