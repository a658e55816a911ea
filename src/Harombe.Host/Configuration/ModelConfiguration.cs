using System.Collections.Immutable;

namespace Harombe.Host.Configuration;

/// <summary>Which model answers, how the providers are reached, and the models that have names of their own.</summary>
internal sealed record ModelConfiguration(
    ModelName Name, ProviderConfiguration Anthropic, ProviderConfiguration OpenAI, ProviderConfiguration Ollama, ImmutableArray<NamedModelConfiguration> Named)
{
    public static ModelConfiguration From(EffectiveConfiguration effective) => new(
        effective.Value<ModelName>(ConfigurationKeys.Model),
        new ProviderConfiguration(effective.Value<Uri>(ModelKeys.AnthropicBaseUrl), effective.Value<SecretReference>(ModelKeys.AnthropicSecret)),
        new ProviderConfiguration(effective.Value<Uri>(ModelKeys.OpenAIBaseUrl), effective.Value<SecretReference>(ModelKeys.OpenAISecret)),
        new ProviderConfiguration(effective.Value<Uri>(ModelKeys.OllamaBaseUrl), null),
        [.. effective.NamesIn("models").Select(name => NamedModelConfiguration.From(effective, name))]);
}

/// <summary>A provider's API: https, or http on this machine only.</summary>
internal sealed record ProviderConfiguration(Uri BaseUrl, SecretReference? Secret);

/// <summary>A model with a name of its own. What is null is the provider's.</summary>
internal sealed record NamedModelConfiguration(
    string Name, string Provider, string Model, Uri? BaseUrl, SecretReference? Secret, ImmutableArray<string> Fallback, bool Stream, int? MaxOutput, bool HidesPersonalData)
{
    public static NamedModelConfiguration From(EffectiveConfiguration effective, string name) => new(
        name,
        effective.Value<string>(ModelKeys.Provider, name)!, // not null: NamedModels checks it
        effective.Value<string>(ModelKeys.Id, name) ?? "",
        effective.Value<Uri>(ModelKeys.BaseUrl, name),
        effective.Value<SecretReference>(ModelKeys.Secret, name),
        effective.Value<ImmutableArray<string>>(ModelKeys.Fallback, name) is { IsDefault: false } fallback ? fallback : [],
        effective.Value<bool?>(ModelKeys.Stream, name) ?? true,
        effective.Value<int?>(ModelKeys.MaxOutput, name),
        effective.Value<string>(ModelKeys.PersonalData, name) == "hide");
}
