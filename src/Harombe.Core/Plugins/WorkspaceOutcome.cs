using Harombe.Core.Calls;

namespace Harombe.Core.Plugins;

/// <summary>What came of an operation on the workspace. A closed family: a refusal is a value.</summary>
/// <typeparam name="T">What the operation yields.</typeparam>
public abstract record WorkspaceOutcome<T>
{
    private WorkspaceOutcome()
    {
    }

    /// <summary>It was done.</summary>
    public sealed record Done(T Value) : WorkspaceOutcome<T>;

    /// <summary>It was refused, and nothing changed unless the reason says so.</summary>
    public sealed record Refused(Reason Reason) : WorkspaceOutcome<T>;
}
