namespace Harombe.Core.Plugins;

/// <summary>
/// A folder that belongs to one plugin alone, for what it keeps between calls; declared by <c>paths: [store]</c>. It is used as the <see cref="IWorkspace"/> is, lies
/// in the host's data folder, and goes with it into a backup. No other plugin and no file tool sees it.
/// </summary>
public interface IPluginStore : IWorkspace;
