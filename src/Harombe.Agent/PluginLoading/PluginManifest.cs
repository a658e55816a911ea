using System.Collections.Immutable;
using Harombe.Core.Egress;
using Harombe.Core.Labels;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>What plugin.yaml says: everything that is decided about a plugin before any of its code is loaded.</summary>
internal sealed record PluginManifest(
    string Name,
    string Version,
    string Description,
    string Assembly,
    PluginReach Reach,
    ImmutableSortedDictionary<string, string> Libraries,
    ImmutableSortedDictionary<string, ToolManifest> Tools,
    bool Provides);

/// <summary>What plugin.yaml says of one tool.</summary>
internal sealed record ToolManifest(Risk Risk, bool ReadOnly, bool Idempotent, TimeSpan CacheFor, Label Result, PluginReach Reach, string? DryRun = null);

/// <summary>What a plugin or a tool may reach.</summary>
internal sealed record PluginReach(
    ImmutableArray<string> Hosts, ImmutableArray<SecretName> Secrets, ImmutableArray<SecretName> Revealed, ImmutableArray<string> Paths)
{
    /// <summary>Whether a host is declared, at any port.</summary>
    public bool Covers(string host) => Hosts.Any(declared => HostDeclaration.TryParse(declared, out var one) && one.CoversName(host));
}
