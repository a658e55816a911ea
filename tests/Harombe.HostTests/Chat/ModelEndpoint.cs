using Harombe.Testing.Anthropic;
using Harombe.Testing.Ollama;
using Harombe.Testing.OpenAI;

namespace Harombe.HostTests.Chat;

/// <summary>Where a model is, and the key to it.</summary>
internal sealed record ModelEndpoint(string Name, string Url, string Model, string Key)
{
    public const string KeyFile = "HAROMBE_TEST_ANTHROPIC_KEY_FILE";
    public const string RealModel = "HAROMBE_TEST_ANTHROPIC_MODEL";
    public const string OpenAIKeyFile = "HAROMBE_TEST_OPENAI_KEY_FILE";
    public const string OpenAIUrl = "HAROMBE_TEST_OPENAI_URL";
    public const string OpenAIModel = "HAROMBE_TEST_OPENAI_MODEL";
    public const string OllamaUrl = "HAROMBE_TEST_OLLAMA_URL";
    public const string OllamaModel = "HAROMBE_TEST_OLLAMA_MODEL";

    /// <summary>The secret that the key is stored in.</summary>
    public string Secret { get; init; } = "anthropic/api_key";

    /// <summary>What the model answers; null where a real one does.</summary>
    public Script? Script { get; init; }

    /// <summary>The lines of harombe.yaml that set it up.</summary>
    public string Yaml { get; init; } = $"""
        model: {Model}
        models:
          anthropic:
            base_url: {Url}
        """;

    public static ModelEndpoint Of(AnthropicServer api) =>
        new("anthropic", api.Url.ToString(), $"anthropic/{AnthropicServer.Model}", AnthropicServer.Key) { Script = api.Script };

    public static ModelEndpoint Of(OpenAIServer api) => Named("openai", api.Url.ToString(), OpenAIServer.Model, OpenAIServer.Key) with { Script = api.Script };

    public static ModelEndpoint Of(OllamaServer api) => Named("ollama", api.Url.ToString(), OllamaServer.Model, OllamaServer.Key) with { Script = api.Script };

    /// <summary>The real APIs for which the environment names a key or a place.</summary>
    public static IReadOnlyList<ModelEndpoint> Real()
    {
        var real = new List<ModelEndpoint>();
        if (Variable(KeyFile) is { } anthropic)
        {
            real.Add(new("real anthropic", "https://api.anthropic.com", $"anthropic/{Variable(RealModel) ?? "claude-sonnet-4-5"}", File.ReadAllText(anthropic).Trim()));
        }

        if (Variable(OpenAIKeyFile) is { } openAI)
        {
            real.Add(Named("openai", Variable(OpenAIUrl) ?? "https://api.openai.com/v1", Variable(OpenAIModel) ?? "gpt-5-mini", File.ReadAllText(openAI).Trim()) with { Name = "real openai" });
        }

        if (Variable(OllamaUrl) is { } ollama)
        {
            real.Add(Named("ollama", ollama, Variable(OllamaModel) ?? "qwen3", "not-looked-at") with { Name = "real ollama" });
        }

        return real;
    }

    /// <summary>The same model, asked for whole answers or for streams.</summary>
    public ModelEndpoint Streaming(bool streams) => Named(Name, Url, Model.Split('/')[^1], Key, streams) with { Script = Script };

    // A model with a name, a place and a key of its own.
    private static ModelEndpoint Named(string provider, string url, string model, string key, bool streams = true) => new(provider, url, model, key)
    {
        Secret = "tested/key",
        Yaml = $"""
            model: tested
            models:
              tested:
                provider: {provider}
                model: {model}
                base_url: {url}
                secret: secret://tested/key
                stream: {(streams ? "true" : "false")}
            """,
    };

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
