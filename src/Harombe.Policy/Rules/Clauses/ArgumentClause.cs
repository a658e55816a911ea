using System.Text.Json;
using Harombe.Policy.Provenance.Flow;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>What an argument must be: one of the values that a path leads to passes the test. A path that leads nowhere matches nothing.</summary>
internal sealed class ArgumentClause(ArgumentPath path, ArgumentTest test) : Clause
{
    public override int Cost => test.Cost;

    public override bool Matches(CallFacts facts) => path.Any(facts.Call.Arguments.Value, test);

    public override string ToString() => $"{path} {test}";
}

/// <summary>A test of one value.</summary>
internal abstract class ArgumentTest
{
    public virtual int Cost => 2;

    public abstract bool Passes(JsonElement value);

    public abstract override string ToString();
}

/// <summary>The value is traced to something that the user's words don't vouch for.</summary>
internal sealed class OriginClause(ArgumentPath path) : Clause
{
    public override int Cost => 3;

    // Without a prompt nothing is traced, and what isn't traced isn't trusted.
    public override bool Matches(CallFacts facts) => facts.Flow is null
        ? path.Any(facts.Call.Arguments.Value, Anything.Test)
        : facts.Flow.Concerns.Any(concern => concern.Origin <= Origin.Outside && path.Covers(concern.Path));

    public override string ToString() => $"{path} is from outside";

    private sealed class Anything : ArgumentTest
    {
        public static readonly Anything Test = new();

        public override bool Passes(JsonElement value) => true;

        public override string ToString() => "is given";
    }
}
