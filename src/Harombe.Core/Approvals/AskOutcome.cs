using Harombe.Core.Calls;

namespace Harombe.Core.Approvals;

/// <summary>What became of the attempt to put a question to people. A closed family.</summary>
public abstract record AskOutcome
{
    private AskOutcome()
    {
    }

    /// <summary>The question waits for an answer; it is recorded and durable. <paramref name="Before"/> says that an earlier attempt of the call put it.</summary>
    public sealed record Asked(Approval Approval, bool Before = false) : AskOutcome;

    /// <summary>No question was put, so nobody can say yes: the call is refused.</summary>
    public sealed record Refused(Reason Reason) : AskOutcome;
}
