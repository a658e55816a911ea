using System.Text.Json;
using Harombe.Core.Secrets;

namespace Harombe.Gateway.Pinning;

/// <summary>Takes secrets out of what a server says of itself.</summary>
internal static class CleanJson
{
    /// <summary>The value without secrets; the value itself when it has none.</summary>
    public static JsonElement Of(ISecretScanner scanner, JsonElement value)
    {
        var clean = scanner.RedactJson(value).Value;
        if (clean == value.GetRawText())
        {
            return value;
        }

        try
        {
            return JsonElement.Parse(clean);
        }
        catch (JsonException)
        {
            // A secret that lay across two strings took the form with it: then nothing is left of it.
            return JsonElement.Parse(value.ValueKind == JsonValueKind.Object ? "{}" : "\"\"");
        }
    }
}
