namespace Harombe.Host.Configuration;

/// <summary>A key, its value as the key's kind reads it, and where it came from.</summary>
internal sealed record Setting(ConfigurationKey Key, object Value, ConfigurationOrigin Origin)
{
    /// <summary>Where it stands, when the key's path has a <c>*</c>: the names that people chose.</summary>
    public KeyPath? At { get; init; }

    /// <summary>The key as it was written, which tells it from every other setting.</summary>
    public string Name => At is { } path ? string.Join('.', path.Segments) : Key.Name;

    /// <summary>Builds the setting of a key at a path.</summary>
    public static Setting Of(ConfigurationKey key, KeyPath path, object value, ConfigurationOrigin origin) =>
        new(key, value, origin) { At = key.HasNames ? path : null };
}
