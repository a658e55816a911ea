namespace Harombe.Host.Configuration.Checks;

/// <summary>File tools own the workspace, so the databases and the sealed secrets must not lie in it. Of the data folder only <c>workspace</c> is free.</summary>
internal sealed class WorkspaceApart : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ConfigurationKeys.WorkspaceFolder, ConfigurationKeys.DataFolder];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        if (effective.Text(ConfigurationKeys.DataFolder) is not { } dataFolder || effective.Text(ConfigurationKeys.WorkspaceFolder) is not { } workspaceFolder) yield break;
        var (data, workspace) = (RealPath.Of(dataFolder), RealPath.Of(workspaceFolder));
        var reason = workspace == data ? "is the data folder itself"
            : RealPath.IsWithin(data, workspace) ? "contains the data folder"
            : RealPath.IsWithin(workspace, data) && !RealPath.IsWithin(workspace, data + "/workspace") ? "lies among the databases of the data folder"
            : null;
        if (reason is null) yield break;
        var key = effective.OriginOf(ConfigurationKeys.WorkspaceFolder) is ConfigurationOrigin.BuiltIn ? ConfigurationKeys.DataFolder : ConfigurationKeys.WorkspaceFolder;
        yield return new ConfigurationFault(FaultKind.Conflict, effective.OriginOf(key), ConfigurationKeys.WorkspaceFolder.Name, reason,
            "Choose a folder outside of data.folder, or leave workspace.folder out to use <data.folder>/workspace");
    }
}
