using System.Collections.Immutable;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>The keys of providers and models. What a provider's name stands for is taken before the names that people choose.</summary>
internal static class ModelKeys
{
    public static readonly ConfigurationKey AnthropicBaseUrl = new(
        "models.anthropic.base_url", new UrlKind(), "https://api.anthropic.com", "Where Anthropic's API is reached.");
    public static readonly ConfigurationKey AnthropicSecret = new(
        "models.anthropic.secret", new SecretReferenceKind("anthropic/api_key"), "secret://anthropic/api_key", "The secret that holds Anthropic's key.");
    public static readonly ConfigurationKey OpenAIBaseUrl = new(
        "models.openai.base_url", new UrlKind(), "https://api.openai.com/v1", "Where OpenAI's API is reached.");
    public static readonly ConfigurationKey OpenAISecret = new(
        "models.openai.secret", new SecretReferenceKind("openai/api_key"), "secret://openai/api_key", "The secret that holds OpenAI's key.");
    public static readonly ConfigurationKey OllamaBaseUrl = new(
        "models.ollama.base_url", new UrlKind(), "http://127.0.0.1:11434", "Where Ollama is reached.");

    public static readonly ConfigurationKey Provider = new(
        "models.*.provider", new ChoiceKind([.. ModelName.Providers, ModelName.Offline]), null, "Whose API a model with a name of its own speaks; openai is any server that speaks OpenAI's.");
    public static readonly ConfigurationKey Id = new("models.*.model", new ModelIdKind(), null, "The model's name at its provider.");
    public static readonly ConfigurationKey BaseUrl = new("models.*.base_url", new UrlKind(), null, "Where the model is reached, if not at its provider's: Azure's /openai/v1, vLLM, LM Studio.");
    public static readonly ConfigurationKey Secret = new(
        "models.*.secret", new SecretReferenceKind("models/key"), null, "The secret that holds the model's key. A place of one's own is never sent the provider's key.");
    public static readonly ConfigurationKey Fallback = new(
        "models.*.fallback[]", new ListKind(new ModelNameKind()), null, "The models that answer in its place while it is out, in this order; each time an event says so.");
    public static readonly ConfigurationKey Stream = new("models.*.stream", new BooleanKind(), null, "Whether its answers come as a stream; some servers can't stream calls. true unless it says false.");
    public static readonly ConfigurationKey MaxOutput = new("models.*.max_output", new IntegerKind(16, 1_000_000), null, "The longest answer, in tokens.");

    public static readonly ConfigurationKey PersonalData = new(
        "models.*.personal_data", new ChoiceKind("keep", "hide"), null, "hide: the model gets stand-ins like [mail-1] in the place of mail addresses, telephone, card, account and social security numbers; they are put back in what it answers. keep unless it says hide.");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All =
        [AnthropicBaseUrl, AnthropicSecret, OpenAIBaseUrl, OpenAISecret, OllamaBaseUrl, Provider, Id, BaseUrl, Secret, Fallback, Stream, MaxOutput, PersonalData];
}
