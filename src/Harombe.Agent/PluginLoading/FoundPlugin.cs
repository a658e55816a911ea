using Harombe.Core.Calls;

namespace Harombe.Agent.PluginLoading;

/// <summary>One plugin that was found in a folder, and what became of it. Immutable.</summary>
/// <param name="Name">Its name, or its folder's where the name couldn't be read.</param>
/// <param name="Folder">Where it lies, absolute.</param>
/// <param name="Loaded">Its code; null when it is disabled or broken.</param>
/// <param name="Hash">The SHA-256 of the files that <paramref name="Loaded"/> came from; null when there is none.</param>
/// <param name="LoadedAt">When that was.</param>
/// <param name="Fault">Why what lies in the folder now is not loaded; beside a <paramref name="Loaded"/>, that one is the last good version.</param>
internal sealed record FoundPlugin(string Name, string Folder, LoadedPlugin? Loaded, string? Hash, DateTimeOffset LoadedAt, Reason? Fault)
{
    /// <summary>One word for its state.</summary>
    public string State => (Loaded, Fault) switch
    {
        (not null, null) => "loaded",
        (not null, _) => "outdated",
        (null, null) => "disabled",
        _ => "broken",
    };
}
