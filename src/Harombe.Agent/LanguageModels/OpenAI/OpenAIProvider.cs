using System.ClientModel;
using System.ClientModel.Primitives;
using Harombe.Agent.LanguageModels.Transport;
using Harombe.Core.Calls;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace Harombe.Agent.LanguageModels.OpenAI;

/// <summary>
/// OpenAI's chat completions through its official SDK, and through the same whatever speaks them: Azure's <c>/openai/v1</c>, vLLM, LM Studio, llama.cpp,
/// OpenRouter. A place of one's own needs no key, and is never sent OpenAI's.
/// </summary>
internal sealed class OpenAIProvider(IHttpClientFactory http, AgentOptions options) : ILanguageModelProvider
{
    // The SDK insists on a key; servers that want none don't look at it.
    private const string NoKey = "none";

    public string Name => "openai";

    public Reason? Refuse(ModelSettings model) => model.Id.Length == 0 ? ModelFault.NoId("openai/gpt-5-mini") : null;

    public IChatClient Connect(ModelSettings model, string? key) => new ChatClient(model.Id, new ApiKeyCredential(key ?? NoKey), new OpenAIClientOptions
    {
        Endpoint = model.BaseUrl,
        Transport = new HttpClientPipelineTransport(http.CreateClient(ModelTransport.Name)),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0), // trying again is the transport's work
        NetworkTimeout = options.ModelTimeout,
    }).AsIChatClient();

    public bool Reads(string mediaType) => mediaType is "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "application/pdf";

    public ModelFault? Explain(Exception fault, ModelSettings model) => OpenAIFaults.Explain(fault, model);
}
