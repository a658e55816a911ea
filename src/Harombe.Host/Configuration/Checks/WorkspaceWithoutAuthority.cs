using System.Collections.Immutable;

namespace Harombe.Host.Configuration.Checks;

/// <summary>
/// What a tool may write must not be what grants tools their rights: a configuration in the workspace could be edited by the agent,
/// a plugin folder in it would load what the agent wrote, logs in it could be forged, a TLS key in it could be read out.
/// </summary>
internal sealed class WorkspaceWithoutAuthority : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } =
        [ConfigurationKeys.WorkspaceFolder, ConfigurationKeys.DataFolder, ConfigurationKeys.PluginsFolders, ConfigurationKeys.LogsFolder, ConfigurationKeys.PolicyFolder, ConfigurationKeys.ServerTlsKey];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        if (effective.Text(ConfigurationKeys.WorkspaceFolder) is not { } folder) yield break;
        var workspace = RealPath.Of(folder);
        var inside = new List<(string What, string? Path)>
        {
            ("the configuration file", effective.File),
            // Derived, it lies in the data folder, and the rule about that one has spoken.
            (ConfigurationKeys.LogsFolder.Name, effective.OriginOf(ConfigurationKeys.LogsFolder) is ConfigurationOrigin.BuiltIn ? null : effective.Text(ConfigurationKeys.LogsFolder)),
            (ConfigurationKeys.PolicyFolder.Name, effective.OriginOf(ConfigurationKeys.PolicyFolder) is ConfigurationOrigin.BuiltIn ? null : effective.Text(ConfigurationKeys.PolicyFolder)),
            (ConfigurationKeys.ServerTlsKey.Name, effective.Text(ConfigurationKeys.ServerTlsKey)),
        };
        inside.AddRange(effective.Value<ImmutableArray<string>>(ConfigurationKeys.PluginsFolders).Select((path, i) => ($"{ConfigurationKeys.PluginsFolders.Name}[{i}]", (string?)path)));
        foreach (var (what, path) in inside)
            if (path is not null && RealPath.IsWithin(RealPath.Of(path), workspace))
                yield return new ConfigurationFault(FaultKind.Conflict, effective.OriginOf(ConfigurationKeys.WorkspaceFolder), ConfigurationKeys.WorkspaceFolder.Name,
                    $"contains {what}, which tools could then change", $"Choose a folder of its own for the workspace, or move {what} out of it");
    }
}
