using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules;

/// <summary>Reading runs without a question. Both marks are needed: low risk alone doesn't say that nothing changes.</summary>
internal sealed class ReadingRule : IRule
{
    public string Name => "default.reading";

    public Finding? Match(ToolCall call, Risk risk) => call.Tool.ReadOnly && risk == Risk.Low
        ? new Finding(Verdict.Allow, $"'{call.Tool.Name}' only reads and its risk is low.", "Nothing is needed.")
        : null;
}
