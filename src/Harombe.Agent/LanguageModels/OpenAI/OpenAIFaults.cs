using System.ClientModel;
using System.Text.Json;

namespace Harombe.Agent.LanguageModels.OpenAI;

/// <summary>What the exceptions of OpenAI's SDK mean.</summary>
internal static class OpenAIFaults
{
    public static ModelFault? Explain(Exception fault, ModelSettings model) => fault switch
    {
        ClientResultException { Status: > 0 } refused => StatusFaults.Of(refused.Status, Words(refused), Provider(model), model),
        ClientResultException or HttpRequestException or IOException => StatusFaults.Connection(model),
        JsonException or KeyNotFoundException or FormatException or InvalidOperationException => StatusFaults.Malformed(Provider(model), model),
        _ => null,
    };

    private static string Provider(ModelSettings model) => model.BaseUrl?.Host == "api.openai.com" ? "OpenAI" : model.BaseUrl?.Authority ?? "OpenAI";

    // {"error":{"message":…,"type":…,"code":…}}; some servers say {"message":…} or plain text.
    private static string Words(ClientResultException refused)
    {
        try
        {
            using var body = JsonDocument.Parse(refused.GetRawResponse()?.Content.ToString() ?? "");
            var error = body.RootElement.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : body.RootElement;
            var code = error.TryGetProperty("code", out var given) && given.ValueKind == JsonValueKind.String ? $" ({given.GetString()})" : "";
            return error.TryGetProperty("message", out var message) ? message.ToString() + code : refused.Message;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return refused.Message;
        }
    }
}
