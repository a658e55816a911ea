using Harombe.Policy.Provenance.Flow;

namespace Harombe.Policy.Rules.Clauses;

/// <summary>What an argument must be: one of the values that a path leads to passes the test. A path that leads nowhere matches nothing.</summary>
internal sealed class ArgumentClause(ArgumentPath path, ArgumentTest test) : Clause
{
    public override int Cost => test.Cost;

    public override object? Family => test.IsJoined ? (test.GetType(), path.Text) : null;

    public override Clause? Any(IReadOnlyList<Clause> clauses) =>
        test.Any([.. clauses.Select(clause => ((ArgumentClause)clause).Test)]) is { } any ? new ArgumentClause(path, any) : null;

    private ArgumentTest Test => test;

    public override bool Matches(CallFacts facts)
    {
        foreach (var value in facts.Values(path))
        {
            if (test.Passes(value))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"{path} {test}";
}

/// <summary>A test of one value.</summary>
internal abstract class ArgumentTest
{
    public virtual int Cost => 2;

    /// <summary>Whether several of its type can be asked at once.</summary>
    public virtual bool IsJoined => false;

    public abstract bool Passes(ArgumentValue value);

    /// <summary>A test that passes wherever one of these, all of this one's type, does. It may pass elsewhere too. Null where there is none.</summary>
    public virtual ArgumentTest? Any(IReadOnlyList<ArgumentTest> tests) => null;

    public abstract override string ToString();
}

/// <summary>The value is traced to something that the user's words don't vouch for.</summary>
internal sealed class OriginClause(ArgumentPath path) : Clause
{
    public override object? Shape => (typeof(OriginClause), path.Text);

    // Without a prompt nothing vouches for a value, wherever it was read, and what nobody vouches for isn't trusted.
    public override bool Matches(CallFacts facts)
    {
        if (facts.Flow is not { } flow || facts.Call.Face != Core.Calls.Face.Chat)
        {
            return facts.Values(path).Length > 0;
        }

        foreach (var concern in flow.Concerns)
        {
            if (concern.Origin <= Origin.Outside && path.Covers(concern.Path))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => $"{path} is from outside";
}
