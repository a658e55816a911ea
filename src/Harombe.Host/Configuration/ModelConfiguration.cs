namespace Harombe.Host.Configuration;

/// <summary>Which model answers and how its provider is reached.</summary>
internal sealed record ModelConfiguration(ModelName Name, AnthropicConfiguration Anthropic)
{
    public static ModelConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<ModelName>(ConfigurationKeys.Model),
        new AnthropicConfiguration(effective.Value<Uri>(ConfigurationKeys.AnthropicBaseUrl), effective.Value<SecretReference>(ConfigurationKeys.AnthropicSecret)));
}

/// <summary>Anthropic's API: https, or http on this machine only.</summary>
internal sealed record AnthropicConfiguration(Uri BaseUrl, SecretReference Secret);
