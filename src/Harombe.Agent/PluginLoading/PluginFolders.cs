using Harombe.Core.Calls;

namespace Harombe.Agent.PluginLoading;

/// <summary>Where plugins lie: folders whose subfolders are one plugin each.</summary>
internal sealed class PluginFolders(IEnumerable<string> folders, string installed)
{
    private readonly IReadOnlyList<string> folders = [.. folders.Select(Path.GetFullPath)];

    /// <summary>The folders of plugins that stand there now, in order; and the faults of folders that don't.</summary>
    public IReadOnlyList<string> Read(List<PluginFault> faults)
    {
        var found = new List<string>();
        foreach (var folder in folders)
        {
            if (Directory.Exists(folder))
            {
                found.AddRange(Below(folder));
            }
            else
            {
                faults.Add(new PluginFault(folder, folder, new Reason("plugin.folder", $"There is no plugin folder '{folder}'.", "Make it, or take it out of the configuration.")));
            }
        }

        // Last: of two plugins with one name the first is loaded, and nobody installs over what came with the host.
        if (installed.Length > 0 && Directory.Exists(installed))
        {
            found.AddRange(Below(Path.GetFullPath(installed)));
        }

        return found;
    }

    private static IEnumerable<string> Below(string folder) => Directory.GetDirectories(folder).Where(one => Path.GetFileName(one)[0] != '.').Order(StringComparer.Ordinal);
}
