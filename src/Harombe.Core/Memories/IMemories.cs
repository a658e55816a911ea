using Harombe.Core.Labels;
using Harombe.Core.Principals;

namespace Harombe.Core.Memories;

/// <summary>What the agent remembers of a principal, across conversations. Thread-safe.</summary>
public interface IMemories
{
    /// <summary>Keeps a text; returns the memory's id.</summary>
    ValueTask<string> RememberAsync(PrincipalId principal, string text, Label label, CancellationToken cancellationToken);

    /// <summary>The memories that fit the question best, best first.</summary>
    ValueTask<IReadOnlyList<Memory>> RecallAsync(PrincipalId principal, string question, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets one; false when there was none.</summary>
    ValueTask<bool> ForgetAsync(PrincipalId principal, string id, CancellationToken cancellationToken);
}

/// <summary>One memory. Its label says where it came from, and travels with it into the prompt.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">What is remembered.</param>
/// <param name="Label">Where it came from.</param>
/// <param name="Score">How well it fits the question; comparable within one answer only.</param>
public sealed record Memory(string Id, string Text, Label Label, double Score);
