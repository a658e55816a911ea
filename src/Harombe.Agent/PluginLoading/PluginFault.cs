using Harombe.Core.Calls;

namespace Harombe.Agent.PluginLoading;

/// <summary>A plugin that was left out.</summary>
/// <param name="Plugin">Its name, or its folder's where the name couldn't be read.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Reason">Why, and what would make it load.</param>
public sealed record PluginFault(string Plugin, string Folder, Reason Reason);

/// <summary>Ends the loading of one plugin; never leaves <see cref="PluginSource"/>.</summary>
internal sealed class BrokenPluginException(string rule, string message, string remedy) : Exception(message)
{
    public Reason Reason { get; } = new(rule, message, remedy);
}
