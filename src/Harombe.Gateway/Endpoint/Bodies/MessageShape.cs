using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Harombe.Gateway.Endpoint.Bodies;

/// <summary>Checks that bytes are one well-formed JSON-RPC message whose members are of the kinds that the protocol gives them.</summary>
internal static class MessageShape
{
    private const int MaxDepth = 64;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };
    private static readonly string[] Texts = ["name", "uri", "requestState", "cursor", "protocolVersion"];
    private static readonly string[] Objects = ["arguments", "inputResponses", "_meta", "capabilities", "clientInfo"];

    /// <summary>What is wrong with it; null when it may go on.</summary>
    public static BodyFault? Check(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return BodyFault.NotJson("The message is not valid UTF-8.");
        }

        try
        {
            if (HasBrokenText(body.Span))
            {
                return BodyFault.NotJson("A string of the message is not valid Unicode: it has half of a surrogate pair.");
            }

            using var document = JsonDocument.Parse(body, Strict);
            return Check(document.RootElement);
        }
        catch (JsonException e)
        {
            return BodyFault.NotJson(
                $"The message is not JSON, has a member twice, or is nested deeper than {MaxDepth} levels (line {e.LineNumber + 1}, byte {e.BytePositionInLine}).");
        }
    }

    private static BodyFault? Check(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return BodyFault.NotAMessage("The body must be one JSON-RPC message; batches are not taken.");
        }

        if (!message.TryGetProperty("jsonrpc", out var version) || version.ValueKind != JsonValueKind.String || version.GetString() != "2.0")
        {
            return BodyFault.NotAMessage("The member jsonrpc must be \"2.0\".");
        }

        if (message.TryGetProperty("id", out var id) && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return BodyFault.NotAMessage("The member id must be a string or a number.");
        }

        var shownId = id.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(id.GetRawText());
        if (!message.TryGetProperty("method", out var method))
        {
            return message.TryGetProperty("result", out _) || message.TryGetProperty("error", out _)
                ? null
                : BodyFault.NotAMessage("The message has neither method nor result nor error.", shownId);
        }

        if (method.ValueKind != JsonValueKind.String)
        {
            return BodyFault.NotAMessage("The member method must be a string.", shownId);
        }

        return message.TryGetProperty("params", out var parameters)
            ? CheckParams(parameters, method.ValueEquals("tools/call"), shownId)
            : method.ValueEquals("tools/call") ? BodyFault.WrongParams("tools/call needs params.name.", shownId) : null;
    }

    private static BodyFault? CheckParams(JsonElement parameters, bool isCall, JsonNode? id)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return BodyFault.WrongParams("params must be an object.", id);
        }

        foreach (var name in Texts)
        {
            if (parameters.TryGetProperty(name, out var text) && text.ValueKind != JsonValueKind.String)
            {
                return BodyFault.WrongParams($"params.{name} must be a string.", id);
            }
        }

        foreach (var name in Objects)
        {
            if (parameters.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Object)
            {
                return BodyFault.WrongParams($"params.{name} must be an object.", id);
            }
        }

        return isCall && !parameters.TryGetProperty("name", out _) ? BodyFault.WrongParams("tools/call needs params.name.", id) : null;
    }

    // The parser lets a lone surrogate pass as an escape, and whoever reads the text later throws.
    private static bool HasBrokenText(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                try
                {
                    _ = reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
