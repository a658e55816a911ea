using Harombe.Agent.LanguageModels.Transport;
using Harombe.Core.Calls;
using Microsoft.Extensions.AI;
using OllamaSharp;

namespace Harombe.Agent.LanguageModels.Ollama;

/// <summary>Models on one's own machine, through OllamaSharp. A key is only sent where one is named, for an Ollama behind a proxy.</summary>
internal sealed class OllamaProvider(IHttpClientFactory http) : ILanguageModelProvider
{
    public string Name => "ollama";

    public Reason? Refuse(ModelSettings model) => model.Id.Length == 0 ? ModelFault.NoId("ollama/qwen3") : null;

    public IChatClient Connect(ModelSettings model, string? key)
    {
        var client = http.CreateClient(ModelTransport.Name);
        client.BaseAddress = model.BaseUrl;
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        return new OllamaReplies(new OllamaApiClient(client, model.Id));
    }

    public bool Reads(string mediaType) => mediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp";

    public ModelFault? Explain(Exception fault, ModelSettings model) => OllamaFaults.Explain(fault, model);
}
