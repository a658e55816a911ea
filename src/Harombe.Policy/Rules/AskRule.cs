using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules;

/// <summary>Whatever nothing else decided is put before a person.</summary>
internal sealed class AskRule : IRule
{
    public string Name => "default.ask";

    public Finding? Match(ToolCall call, Risk risk) => new(
        Verdict.Ask,
        $"'{call.Tool.Name}' {Nature(call.Tool)} and its risk is {Word(call.Tool.Risk)}.",
        "An approver must say yes to this exact call: harombe approvals approve <id>, or the approvals page.");

    private static string Nature(ToolDefinition tool) => tool.ReadOnly
        ? $"({tool.Origin}) only reads"
        : $"({tool.Origin}) can change something";

    private static string Word(Risk declared) => declared switch
    {
        Risk.Low => "low",
        Risk.Medium => "medium",
        Risk.High => "high",
        Risk.Critical => "critical",
        _ => "not known, so it counts as critical",
    };
}
