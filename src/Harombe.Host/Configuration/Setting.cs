namespace Harombe.Host.Configuration;

/// <summary>A key, its value as the key's kind reads it, and where it came from.</summary>
internal sealed record Setting(ConfigurationKey Key, object Value, ConfigurationOrigin Origin);
