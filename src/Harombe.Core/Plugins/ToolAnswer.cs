using Harombe.Core.Calls;

namespace Harombe.Core.Plugins;

/// <summary>
/// What a plugin's function returns when a bare string or object doesn't say enough. A closed family. A function may as well return
/// a string, a <see cref="ToolContent"/>, or anything that serialises to JSON: those are answers too.
/// </summary>
public abstract record ToolAnswer
{
    private ToolAnswer()
    {
    }

    /// <summary>An answer in words; it carries the label that plugin.yaml gives the tool's results.</summary>
    public static ToolAnswer Of(string text) => new Given(text, null);

    /// <summary>A value for programs, and the words for reading it; without words the JSON is read.</summary>
    public static ToolAnswer Of(object structured, string? text) => new Given(text, structured);

    /// <summary>The tool won't do it: the call fails with this reason, and nothing else of the function's work is shown.</summary>
    public static ToolAnswer Refuse(Reason reason) => new Refused(reason);

    /// <summary>What was done on the workspace, put in words; or its refusal.</summary>
    public static ToolAnswer From<T>(WorkspaceOutcome<T> outcome, Func<T, ToolAnswer> answer)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(answer);
        return outcome switch
        {
            WorkspaceOutcome<T>.Done done => answer(done.Value),
            WorkspaceOutcome<T>.Refused refused => new Refused(refused.Reason),
            _ => throw new NotSupportedException($"{outcome.GetType()} is no outcome of the workspace."),
        };
    }

    /// <summary>An answer.</summary>
    /// <param name="Text">For reading.</param>
    /// <param name="Structured">For programs; serialised to JSON.</param>
    public sealed record Given(string? Text, object? Structured) : ToolAnswer;

    /// <summary>A refusal.</summary>
    public sealed record Refused(Reason Reason) : ToolAnswer;
}
