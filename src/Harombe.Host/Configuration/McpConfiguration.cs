using System.Collections.Immutable;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Host.Configuration;

/// <summary>The upstream MCP servers that stand in the configuration.</summary>
internal sealed record McpConfiguration(ImmutableArray<UpstreamEntry> Servers)
{
    // Their form was checked by ExternalServers.
    public static McpConfiguration From(EffectiveConfiguration effective) => new(
        [.. effective.Tree(ConfigurationKeys.McpServers)?.Value.EnumerateArray().Select(written => EntryReading.Read(written, FolderOf(effective), [])).OfType<UpstreamEntry>() ?? []]);

    /// <summary>Where relative folders begin.</summary>
    public static string FolderOf(EffectiveConfiguration effective) => Path.GetDirectoryName(effective.File) is { Length: > 0 } folder ? folder : "/";
}
