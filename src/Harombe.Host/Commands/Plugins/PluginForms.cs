using System.Text.Json;
using System.Text.Json.Serialization;
using Harombe.Core.Calls;

namespace Harombe.Host.Commands.Plugins;

/// <summary>A plugin as the host shows it.</summary>
internal sealed record ShownPlugin(
    string Name,
    string State,
    string? Version,
    string? Description,
    string Folder,
    string? Hash,
    DateTimeOffset? LoadedAt,
    IReadOnlyList<ShownTool> Tools,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Secrets,
    IReadOnlyList<string> Paths,
    Reason? Fault);

/// <summary>One tool of a plugin.</summary>
internal sealed record ShownTool(string Name, string Description, string Risk, bool ReadOnly, string Result);

/// <summary>The project that was made.</summary>
internal sealed record MadeForm(string Name, string Folder);

/// <summary>What packing made.</summary>
internal sealed record PackedForm(string Name, string Version, string File, string Hash);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ShownPlugin))]
[JsonSerializable(typeof(PackedForm))]
[JsonSerializable(typeof(MadeForm))]
[JsonSerializable(typeof(List<ShownPlugin>))]
internal sealed partial class PluginForms : JsonSerializerContext;
