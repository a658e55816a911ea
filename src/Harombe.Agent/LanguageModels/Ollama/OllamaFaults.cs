using System.Text.Json;
using OllamaSharp.Models.Exceptions;

namespace Harombe.Agent.LanguageModels.Ollama;

/// <summary>What the exceptions of OllamaSharp mean.</summary>
internal static class OllamaFaults
{
    private const string Provider = "Ollama";

    public static ModelFault? Explain(Exception fault, ModelSettings model) => fault switch
    {
        ModelDoesNotSupportToolsException => new(
            new("model.tools", $"'{model.Id}' can't use tools.", "Choose a model that can (ollama.com lists them under 'tools'), or an agent without tools."), Outage: false),
        // Before OllamaException, which it is one of.
        ResponseError cut => StatusFaults.BrokenOff(Provider, cut.Message),
        OllamaException refused => StatusFaults.Of(400, refused.Message, Provider, model),
        HttpRequestException { StatusCode: { } status } refused => StatusFaults.Of((int)status, refused.Message, Provider, model),
        HttpRequestException or IOException => StatusFaults.Connection(model),
        JsonException => StatusFaults.Malformed(Provider, model),
        _ => null,
    };
}
