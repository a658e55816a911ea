using System.Collections.Immutable;
using System.Runtime.InteropServices;
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

    /// <summary>A file or an image. It is scanned before anybody gets it, and withheld as a whole when it holds a secret.</summary>
    /// <param name="content">Its bytes; taken over, not copied.</param>
    /// <param name="mediaType">For example <c>image/png</c>.</param>
    /// <param name="name">A name for people, if it has one.</param>
    /// <param name="text">Words beside it; a model that can't see files reads only these.</param>
    public static ToolAnswer OfFile(byte[] content, string mediaType, string? name = null, string? text = null) =>
        new File([new Attachment(ImmutableCollectionsMarshal.AsImmutableArray(content), mediaType, name)], text);

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

    /// <summary>Files, and words beside them.</summary>
    /// <param name="Files">The files.</param>
    /// <param name="Text">For reading.</param>
    public sealed record File(ImmutableArray<Attachment> Files, string? Text) : ToolAnswer;

    /// <summary>A refusal.</summary>
    public sealed record Refused(Reason Reason) : ToolAnswer;
}
