using System.Collections.Immutable;

namespace Harombe.Host.Configuration.Checks;

/// <summary>What must exist does, and what must be a folder isn't a file.</summary>
internal sealed class ReferencedPaths : IConfigurationCheck
{
    private static readonly ConfigurationKey[] Files = [ConfigurationKeys.ServerTlsCertificate, ConfigurationKeys.ServerTlsKey];
    private static readonly ConfigurationKey[] Folders = [ConfigurationKeys.DataFolder, ConfigurationKeys.WorkspaceFolder, ConfigurationKeys.LogsFolder];

    public IReadOnlyList<ConfigurationKey> Keys { get; } = [.. Files, .. Folders, ConfigurationKeys.PluginsFolders];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        foreach (var key in Files.Where(key => effective.Text(key) is { } path && !File.Exists(path)))
            yield return Fault(effective, key, key.Name, "names a file that does not exist", "Correct the path, or create the file");
        foreach (var key in Folders.Where(key => File.Exists(effective.Text(key))))
            yield return Fault(effective, key, key.Name, "names a file where a folder is needed", "Name a folder; it is created when it does not exist");
        var plugins = effective.Value<ImmutableArray<string>>(ConfigurationKeys.PluginsFolders);
        for (var i = 0; i < plugins.Length; i++)
            if (!Directory.Exists(plugins[i]))
                yield return Fault(effective, ConfigurationKeys.PluginsFolders, $"{ConfigurationKeys.PluginsFolders.Name}[{i}]", "names a folder that does not exist", "Correct the path, or remove the item");
    }

    private static ConfigurationFault Fault(EffectiveConfiguration effective, ConfigurationKey key, string name, string reason, string remedy) =>
        new(FaultKind.Conflict, effective.OriginOf(key), name, reason, remedy);
}
