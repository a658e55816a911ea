using Harombe.Core.Calls;

namespace Harombe.Core.Plugins;

/// <summary>
/// Carries a tool's own refusal out of a <see cref="Tools.ToolBody"/>, whose signature has room for content only. The guard turns it into
/// <see cref="CallResult.Failed"/> with this very reason. Plugins return <see cref="ToolAnswer.Refuse"/> instead of throwing it.
/// </summary>
public sealed class ToolRefusedException(Reason reason) : Exception(reason?.ToString())
{
    /// <summary>Why the tool refused.</summary>
    public Reason Reason { get; } = reason ?? throw new ArgumentNullException(nameof(reason));
}
