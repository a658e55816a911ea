using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules;

/// <summary>
/// The rules that hold before an operator writes any: first match wins, and the last one matches everything. Thread-safe; no I/O.
/// </summary>
internal sealed class DefaultDecisions : IDecisions
{
    private static readonly ImmutableArray<IRule> Rules = [new CallerRule(), new ToolScopeRule(), new ReadingRule(), new AskRule()];

    /// <summary>
    /// Approvals are bound to this. It covers the names and order of the rules; the number is raised by whoever changes what a rule means, so that
    /// no answer given under the old meaning counts under the new one.
    /// </summary>
    public static string Version { get; } = "builtin-1-" + HashOf(Rules);

    public ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Decide(call));
    }

    private static Decision Decide(ToolCall call)
    {
        var risk = Normalise(call.Tool.Risk);
        foreach (var rule in Rules)
        {
            if (rule.Match(call, risk) is { } finding)
            {
                return new Decision(finding.Verdict, rule.Name, risk, finding.Message, finding.Remedy, Version);
            }
        }

        return new Decision(Verdict.Deny, "default.deny", risk, "No rule matched.", "Write a rule that matches the call.", Version);
    }

    // A risk that nobody stated, or a number that is no risk, is the worst one.
    private static Risk Normalise(Risk risk) => risk is Risk.Low or Risk.Medium or Risk.High ? risk : Risk.Critical;

    private static string HashOf(ImmutableArray<IRule> rules) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rules.Select(rule => rule.Name)))))[..12];
}
