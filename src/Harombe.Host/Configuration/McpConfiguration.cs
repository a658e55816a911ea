using System.Collections.Immutable;
using Harombe.Core.Principals;
using Harombe.Gateway.Endpoint.Views;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Host.Configuration;

/// <summary>The upstream MCP servers that stand in the configuration, and the choices of tools with an address of their own.</summary>
internal sealed record McpConfiguration(ImmutableArray<UpstreamEntry> Servers, ImmutableArray<ToolView> Views)
{
    private static readonly ConfigurationKey[] ViewKeys = [ConfigurationKeys.McpViewAllow, ConfigurationKeys.McpViewDeny, ConfigurationKeys.McpViewSmall, ConfigurationKeys.McpViewServer];

    // Their form was checked by ExternalServers.
    public static McpConfiguration From(EffectiveConfiguration effective) => new(
        [.. effective.Tree(ConfigurationKeys.McpServers)?.Value.EnumerateArray().Select(written => EntryReading.Read(written, FolderOf(effective), [])).OfType<UpstreamEntry>() ?? []],
        [.. ViewKeys.SelectMany(effective.Under).Select(setting => setting.At!.Value.Segments[2]).Distinct().Order(StringComparer.Ordinal).Select(name => ViewOf(effective, name))]); // not null: these keys have names

    /// <summary>Where relative folders begin.</summary>
    public static string FolderOf(EffectiveConfiguration effective) => Path.GetDirectoryName(effective.File) is { Length: > 0 } folder ? folder : "/";

    private static ToolView ViewOf(EffectiveConfiguration effective, string name) => new(
        name,
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.McpViewAllow, name) is { IsDefault: false } allowed ? ToolScope.Of(allowed) : ToolScope.Everything,
        effective.Value<ImmutableArray<string>>(ConfigurationKeys.McpViewDeny, name) is { IsDefault: false } denied ? ToolScope.Of(denied) : ToolScope.Nothing,
        effective.Value<bool>(ConfigurationKeys.McpViewSmall, name),
        effective.Value<string>(ConfigurationKeys.McpViewServer, name));
}
