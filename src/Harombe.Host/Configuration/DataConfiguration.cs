namespace Harombe.Host.Configuration;

/// <summary>Where databases, keys and logs are kept; absolute, may not exist yet.</summary>
internal sealed record DataConfiguration(string Folder)
{
    public static DataConfiguration From(EffectiveConfiguration effective) => new(effective.Value<string>(ConfigurationKeys.DataFolder));
}
