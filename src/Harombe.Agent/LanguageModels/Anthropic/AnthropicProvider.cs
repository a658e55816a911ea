using Anthropic;
using Anthropic.Core;
using Harombe.Core.Calls;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels.Anthropic;

/// <summary>Anthropic's Messages API through its official SDK. It is given a placeholder; the transport puts the key in its place.</summary>
internal sealed class AnthropicProvider(IHttpClientFactory http, AgentOptions options) : ILanguageModelProvider
{
    // The API wants a limit; the SDK has no default.
    private const int MaxOutputTokens = 8192;

    public string Name => "anthropic";

    public Reason? Refuse(ModelSettings model) =>
        model.Id.Length == 0 ? ModelFault.NoId("anthropic/claude-sonnet-4-5")
        : model.Key is null ? new("model.key", $"'{model.Name}' has a place of its own but no key.", $"Name a secret: models.{model.Name}.secret in harombe.yaml.")
        : null;

    public IChatClient Connect(ModelSettings model, string? key)
    {
        // A key is always given, so the SDK never looks for one in the environment. Trying again is the transport's work.
        var client = new AnthropicClient(new ClientOptions
        {
            ApiKey = key,
            BaseUrl = model.BaseUrl!.ToString().TrimEnd('/'), // not null: the caller fills it in
            HttpClient = http.CreateClient(Transport.ModelTransport.Name),
            MaxRetries = 0,
            Timeout = options.ModelTimeout,
            OpenTelemetry = false,
        });
        return new CachedPrompts(client.AsIChatClient(model.Id, model.MaxOutput ?? MaxOutputTokens));
    }

    public bool Reads(string mediaType) => mediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "application/pdf";

    public ModelFault? Explain(Exception fault, ModelSettings model) => AnthropicFaults.Explain(fault, model);
}
