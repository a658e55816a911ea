using Anthropic;
using Anthropic.Core;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Microsoft.Extensions.AI;

namespace Harombe.Agent.LanguageModels;

/// <summary>Anthropic's Messages API through its official SDK. The key comes from the secrets and lives as long as the turn.</summary>
internal sealed class AnthropicProvider(ISecrets secrets, IHttpClientFactory http, AgentOptions options) : ILanguageModelProvider
{
    private const int MaxOutputTokens = 8192;

    public string Prefix => "anthropic";

    public async ValueTask<ModelConnection> ConnectAsync(string model, CancellationToken cancellationToken)
    {
        if (model.Length == 0)
        {
            return new ModelConnection.Refused(new Reason("model.name", "The model's name is missing.", "Write it after the slash: model: anthropic/claude-sonnet-4-5."));
        }

        using var key = await secrets.ReadAsync(options.AnthropicKey, cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            return new ModelConnection.Refused(new Reason(
                "model.key",
                $"The secret {options.AnthropicKey} is not stored.",
                $"Store it with 'harombe secrets set {options.AnthropicKey.Value}', or 'harombe secrets import' if it is in the environment."));
        }

        // The key is always given, so the SDK never looks for one in the environment.
        var client = new AnthropicClient(new ClientOptions
        {
            ApiKey = key.RevealText(),
            BaseUrl = options.AnthropicUrl.ToString().TrimEnd('/'),
            HttpClient = http.CreateClient("anthropic"),
            MaxRetries = options.ModelRetries,
            Timeout = options.ModelTimeout,
            OpenTelemetry = false,
        });
        return new ModelConnection.Connected(client.AsIChatClient(model, MaxOutputTokens));
    }

    public Reason? Explain(Exception fault) => AnthropicFaults.Explain(fault, options);
}
