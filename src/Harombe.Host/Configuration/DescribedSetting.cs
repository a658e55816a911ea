using System.Text.Json.Serialization;

namespace Harombe.Host.Configuration;

/// <summary>A row of <c>config show --origin</c>.</summary>
/// <param name="Key">The dotted key.</param>
/// <param name="Value">The value as it could be written; null when the key has none.</param>
/// <param name="Origin"><c>default</c>, <c>harombe.yaml:12</c>, <c>environment HAROMBE__SERVER__PORT</c> or <c>command line</c>.</param>
/// <param name="Type">The kind of the value.</param>
/// <param name="Reload"><c>live</c> or <c>restart</c>.</param>
internal sealed record DescribedSetting(string Key, string? Value, string Origin, string Type, string Reload);

/// <summary>JSON of what <see cref="EffectiveConfiguration.Describe"/> yields.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<DescribedSetting>))]
internal sealed partial class DescribedSettingJson : JsonSerializerContext;
