using Harombe.Core.Calls;

namespace Harombe.Core.Tools;

/// <summary>How a tool's body came back. A closed family: a tool that won't do something says so with a value.</summary>
public abstract record ToolOutcome
{
    private ToolOutcome()
    {
    }

    /// <summary>It ran, and this is its content: neither bounded nor scanned yet.</summary>
    public sealed record Done(ToolContent Content) : ToolOutcome;

    /// <summary>It would not, for this reason. It may have had an effect before it found out.</summary>
    public sealed record Refused(Reason Reason) : ToolOutcome;

    /// <summary>Content is the usual outcome, and may stand for it.</summary>
    public static implicit operator ToolOutcome(ToolContent content) => new Done(content);

    /// <summary>A reason instead of content is a refusal.</summary>
    public static implicit operator ToolOutcome(Reason reason) => new Refused(reason);
}
