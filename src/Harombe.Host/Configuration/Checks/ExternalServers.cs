using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Host.Configuration.Checks;

/// <summary>Every upstream server is one that can be understood, and no two have the same name.</summary>
internal sealed class ExternalServers : IConfigurationCheck
{
    public IReadOnlyList<ConfigurationKey> Keys { get; } = [ConfigurationKeys.McpServers];

    public IEnumerable<ConfigurationFault> Faults(EffectiveConfiguration effective)
    {
        if (effective.Tree(ConfigurationKeys.McpServers) is not { } tree)
        {
            yield break;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var written in tree.Value.EnumerateArray())
        {
            var place = $"[{at++}]";
            var faults = new List<EntryFault>();
            var entry = EntryReading.Read(written, McpConfiguration.FolderOf(effective), faults);
            foreach (var fault in faults)
            {
                yield return Fault(tree, place, fault);
            }

            if (entry is not null && !names.Add(entry.Name))
            {
                yield return Fault(tree, place, new EntryFault(".name", "is the name of another server", "Rename one of them: the names of tools begin with it"));
            }
        }
    }

    private static ConfigurationFault Fault(SettingsTree tree, string item, EntryFault fault)
    {
        // What is missing stands nowhere: then the place is that of the group it is missing in.
        var path = "$" + item + fault.Path;
        while (!tree.Places.ContainsKey(path) && path.Length > 1)
        {
            path = path[..path.LastIndexOfAny(['.', '['])];
        }

        return new ConfigurationFault(FaultKind.WrongType, tree.Places[path], $"{ConfigurationKeys.McpServers.Name}{item}{Shown.Name(fault.Path)}", fault.Reason, fault.Remedy);
    }
}
