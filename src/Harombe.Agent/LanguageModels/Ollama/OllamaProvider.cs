using Harombe.Agent.LanguageModels.Transport;
using Harombe.Core.Secrets;
using OllamaSharp;

namespace Harombe.Agent.LanguageModels.Ollama;

/// <summary>Models on one's own machine, through OllamaSharp. A key is only sent where one is named, for an Ollama behind a proxy.</summary>
internal sealed class OllamaProvider(ISecrets secrets, IHttpClientFactory http) : ILanguageModelProvider
{
    public string Name => "ollama";

    public async ValueTask<ModelConnection> ConnectAsync(ModelSettings model, CancellationToken cancellationToken)
    {
        if (model.Id.Length == 0)
        {
            return new ModelConnection.Refused(ProviderKey.NoId("ollama/qwen3"));
        }

        var client = http.CreateClient(ModelTransport.Name);
        client.BaseAddress = model.BaseUrl;
        if (model.Key is { } name)
        {
            var (key, fault) = await ProviderKey.ReadAsync(secrets, name, cancellationToken).ConfigureAwait(false);
            if (key is null)
            {
                return new ModelConnection.Refused(fault!); // not null: one of the two is there
            }

            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        return new ModelConnection.Connected(new OllamaReplies(new OllamaApiClient(client, model.Id)));
    }

    public bool Reads(string mediaType) => mediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp";

    public ModelFault? Explain(Exception fault, ModelSettings model) => OllamaFaults.Explain(fault, model);
}
