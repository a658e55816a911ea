using Anthropic;
using Anthropic.Core;
using Harombe.Core.Secrets;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels.Anthropic;

/// <summary>Anthropic's Messages API through its official SDK. The key comes from the secrets and lives as long as the turn.</summary>
internal sealed class AnthropicProvider(ISecrets secrets, IHttpClientFactory http, AgentOptions options) : ILanguageModelProvider
{
    // The API wants a limit; the SDK has no default.
    private const int MaxOutputTokens = 8192;

    public string Name => "anthropic";

    public async ValueTask<ModelConnection> ConnectAsync(ModelSettings model, CancellationToken cancellationToken)
    {
        if (model.Id.Length == 0)
        {
            return new ModelConnection.Refused(ProviderKey.NoId("anthropic/claude-sonnet-4-5"));
        }

        if (model.Key is not { } name)
        {
            return new ModelConnection.Refused(new("model.key", $"'{model.Name}' has a place of its own but no key.", $"Name a secret: models.{model.Name}.secret in harombe.yaml."));
        }

        var (key, fault) = await ProviderKey.ReadAsync(secrets, name, cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            return new ModelConnection.Refused(fault!); // not null: one of the two is there
        }

        // The key is always given, so the SDK never looks for one in the environment. Trying again is the transport's work.
        var client = new AnthropicClient(new ClientOptions
        {
            ApiKey = key,
            BaseUrl = model.BaseUrl!.ToString().TrimEnd('/'), // not null: the caller fills it in
            HttpClient = http.CreateClient(Transport.ModelTransport.Name),
            MaxRetries = 0,
            Timeout = options.ModelTimeout,
            OpenTelemetry = false,
        });
        return new ModelConnection.Connected(new CachedPrompts(client.AsIChatClient(model.Id, model.MaxOutput ?? MaxOutputTokens)));
    }

    public bool Reads(string mediaType) => mediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "application/pdf";

    public ModelFault? Explain(Exception fault, ModelSettings model) => AnthropicFaults.Explain(fault, model);
}
