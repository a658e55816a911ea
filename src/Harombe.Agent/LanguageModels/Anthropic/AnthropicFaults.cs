using Anthropic.Exceptions;

namespace Harombe.Agent.LanguageModels.Anthropic;

/// <summary>What the exceptions of Anthropic's SDK mean.</summary>
internal static class AnthropicFaults
{
    private const string Provider = "Anthropic";

    public static ModelFault? Explain(Exception fault, ModelSettings model) => fault switch
    {
        AnthropicApiException refused => StatusFaults.Of((int)refused.StatusCode, refused.ApiMessage ?? "", Provider, model),
        AnthropicSseException cut => StatusFaults.BrokenOff($"{Provider}'s API", cut.ApiMessage),
        AnthropicIOException or HttpRequestException or IOException => StatusFaults.Connection(model),
        AnthropicInvalidDataException or System.Text.Json.JsonException => StatusFaults.Malformed(Provider, model),
        _ => null,
    };
}
