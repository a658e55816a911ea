using Harombe.Core.Calls;

namespace Harombe.Core.Plugins;

/// <summary>
/// What a service that the host gave to a plugin (its HTTP client, its credentials) throws when it refuses. A tool itself refuses with a value; this one has
/// to pass through the plugin's own code, and becomes the same refusal when the plugin lets it.
/// </summary>
public sealed class ToolRefusedException(Reason reason) : Exception(reason?.ToString())
{
    /// <summary>Which rule, why, and what would have allowed it.</summary>
    public Reason Reason { get; } = reason ?? throw new ArgumentNullException(nameof(reason));
}
