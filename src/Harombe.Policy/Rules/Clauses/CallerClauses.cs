using System.Collections.Immutable;
using Harombe.Core.Calls;
using Harombe.Core.Tools;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>Who, in which session, of which origin: one of several globs covers a name of the call.</summary>
internal sealed class NameClause(string what, ImmutableArray<ToolGlob> globs, Func<CallFacts, string> name) : Clause
{
    public override object? Shape { get; } = (what, string.Join('\0', globs));

    public override bool Matches(CallFacts facts)
    {
        var value = name(facts);
        foreach (var glob in globs)
        {
            if (glob.Covers(value))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"{what} is {string.Join(" or ", globs)}";
}

/// <summary>By which door the call came.</summary>
internal sealed class FaceClause(Face face) : Clause
{
    public override int Cost => 0;

    public override object? Shape { get; } = (typeof(FaceClause), face);

    public override bool Matches(CallFacts facts) => facts.Call.Face == face;

    public override string ToString() => $"it came by {face.ToString().ToLowerInvariant()}";
}

/// <summary>How risky it is.</summary>
internal sealed class RiskClause(Risk least, Risk most) : Clause
{
    public override int Cost => 0;

    public override object? Shape { get; } = (typeof(RiskClause), least, most);

    public override bool Matches(CallFacts facts) => facts.Risk >= least && facts.Risk <= most;

    public override string ToString() => least == most ? $"its risk is {least}".ToLowerInvariant() : $"its risk is {least} to {most}".ToLowerInvariant();
}
