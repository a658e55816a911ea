using Harombe.Core.Calls;

namespace Harombe.Core.Plugins;

/// <summary>
/// Thrown by what a plugin is given (its HTTP client, its credentials) when that refuses in the middle of the plugin's own code, which has no room for a
/// value there. The plugin's body turns it into <see cref="Tools.ToolOutcome.Refused"/> with this very reason; nothing carries it further. Plugins
/// themselves return <see cref="ToolAnswer.Refuse"/> instead of throwing it.
/// </summary>
public sealed class ToolRefusedException(Reason reason) : Exception(reason?.ToString())
{
    /// <summary>Why the tool refused.</summary>
    public Reason Reason { get; } = reason ?? throw new ArgumentNullException(nameof(reason));
}
