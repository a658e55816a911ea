using System.Collections.Immutable;

namespace Harombe.Host.Configuration;

/// <summary>The values in force, key by key, with their origins. Immutable; safe for concurrent reads.</summary>
internal sealed class EffectiveConfiguration
{
    private readonly ImmutableDictionary<string, Setting> settings;

    public EffectiveConfiguration(IEnumerable<Setting> settings, string? file)
    {
        this.settings = settings.ToImmutableDictionary(setting => setting.Name, StringComparer.Ordinal);
        File = file;
    }

    /// <summary>The file that was read, absolute; null when there was none.</summary>
    public string? File { get; }

    /// <summary>Whether a key has a value, its default included.</summary>
    public bool Has(ConfigurationKey key) => settings.ContainsKey(key.Name);

    /// <summary>The value of a key that has one. Throws when it has none or another type: both are mistakes of the caller.</summary>
    public T Value<T>(ConfigurationKey key) => (T)settings[key.Name].Value;

    /// <summary>The text of a key, or null when it has none.</summary>
    public string? Text(ConfigurationKey key) => settings.TryGetValue(key.Name, out var setting) ? (string)setting.Value : null;

    /// <summary>The group of keys at a key, or null when it isn't there.</summary>
    public SettingsTree? Tree(ConfigurationKey key) => settings.TryGetValue(key.Path, out var setting) ? (SettingsTree)setting.Value : null;

    /// <summary>The groups at a key that ends with <c>*</c>, by the name in its place.</summary>
    public IEnumerable<(string Name, SettingsTree Value)> Trees(ConfigurationKey key) => settings
        .Where(setting => setting.Key.StartsWith(key.Path[..^1], StringComparison.Ordinal) && setting.Value.Value is SettingsTree && ConfigurationKeys.At(KeyPath.Parse(setting.Key)) == key)
        .Select(setting => (setting.Key[(key.Path.Length - 1)..], (SettingsTree)setting.Value.Value));

    /// <summary>Where the value of a key came from.</summary>
    public ConfigurationOrigin OriginOf(ConfigurationKey key) => settings.TryGetValue(key.Name, out var setting) ? setting.Origin : new ConfigurationOrigin.BuiltIn();

    /// <summary>Every key with its value and origin, in the order of the table. Holds no secret: a source with one doesn't load.</summary>
    public IReadOnlyList<DescribedSetting> Describe() =>
        [.. ConfigurationKeys.Working.SelectMany(key => key.HasNames ? Under(key).Select(Row) : [Row(key)])];

    /// <summary>Those of them that somebody stated.</summary>
    public IReadOnlyList<DescribedSetting> Stated() => [.. settings.Values.Where(setting => setting.Origin is not ConfigurationOrigin.BuiltIn).Select(Row).OrderBy(row => row.Key, StringComparer.Ordinal)];

    /// <summary>The settings of a key whose path has a name in it, one for each name, in the order of the names.</summary>
    public IEnumerable<Setting> Under(ConfigurationKey key) =>
        settings.Values.Where(setting => setting.Key.Path == key.Path).OrderBy(setting => setting.Name, StringComparer.Ordinal);

    /// <summary>The names that people chose directly below a section, in order.</summary>
    public IReadOnlyList<string> NamesIn(string section) =>
        [.. settings.Values.Where(setting => setting.At is { } path && path.Segments[0] == section).Select(setting => setting.At!.Value.Segments[1]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The value of a key for one name, or the default of its type.</summary>
    public T? Value<T>(ConfigurationKey key, string name) =>
        settings.TryGetValue(key.Name.Replace("*", name, StringComparison.Ordinal), out var setting) ? (T)setting.Value : default;

    /// <summary>A copy in which the settings given replace those of the same key.</summary>
    public EffectiveConfiguration With(IEnumerable<Setting> over)
    {
        var merged = settings.ToBuilder();
        foreach (var setting in over) merged[setting.Name] = setting;
        return new EffectiveConfiguration(merged.Values, File);
    }

    private DescribedSetting Row(ConfigurationKey key) => settings.TryGetValue(key.Name, out var setting)
        ? Row(setting)
        : new DescribedSetting(key.Name, null, new ConfigurationOrigin.BuiltIn().Display, key.Kind.Name, Shown(key.Reload));

    private static DescribedSetting Row(Setting setting) =>
        new(setting.Name, setting.Key.Kind.Show(setting.Value), setting.Origin.Display, setting.Key.Kind.Name, Shown(setting.Key.Reload));

    private static string Shown(Reload reload) => reload == Reload.Live ? "live" : "restart";
}
