using System.Globalization;
using System.Text.Json;
using Harombe.Core.Principals;
using Harombe.Core.Tools;
using Harombe.Gateway.Endpoint.Views;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Endpoint.Bodies;

/// <summary>
/// Compares the headers that 2026-07-28 wants beside arguments (<c>x-mcp-header</c>) with the arguments: what a proxy on the way routed or allowed by a header must be
/// what is run by the body. The library does so for tools of its own collection only, and ours are not there. Nothing of ours is ever decided by a header.
/// </summary>
internal sealed class ParameterHeaders(ToolCatalog catalog)
{
    private const string Annotation = "x-mcp-header";
    private const string Prefix = "Mcp-Param-";

    /// <summary>What doesn't fit; null when all does, or when it is no such call. That the method and the name fit the body is checked by the library.</summary>
    public BodyFault? Check(IHeaderDictionary headers, Principal principal, ToolView view, ReadOnlyMemory<byte> body)
    {
        if (headers["Mcp-Method"] != RequestMethods.ToolsCall || headers["Mcp-Name"] is not [{ } name]
            || catalog.Current.Find(view.Meant(name))?.Definition is not { } tool || !tool.IsFor(principal.Id) || !principal.Tools.Covers(tool.Name)
            || !IsAnnotated(tool.InputSchema))
        {
            return null;
        }

        using var message = JsonDocument.Parse(body);
        var arguments = message.RootElement.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty("arguments", out var given) ? given : default;
        return Fault(headers, tool.InputSchema, arguments) is { } fault
            ? BodyFault.HeaderMismatch(fault, message.RootElement.TryGetProperty("id", out var id) ? System.Text.Json.Nodes.JsonNode.Parse(id.GetRawText()) : null)
            : null;
    }

    private static string? Fault(IHeaderDictionary headers, JsonElement schema, JsonElement arguments)
    {
        foreach (var property in Properties(schema))
        {
            JsonElement? argument = arguments.ValueKind == JsonValueKind.Object && arguments.TryGetProperty(property.Name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
            var fault = property.Value.TryGetProperty(Annotation, out var annotation) && annotation.ValueKind == JsonValueKind.String && annotation.GetString() is { Length: > 0 } suffix
                ? FaultOf(headers, Prefix + suffix, property, argument)
                : Fault(headers, property.Value, argument ?? default);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? FaultOf(IHeaderDictionary headers, string header, JsonProperty property, JsonElement? argument)
    {
        if (!headers.TryGetValue(header, out var written))
        {
            return argument is null ? null : $"The header {header} is missing, which the argument '{property.Name}' goes with.";
        }

        var said = written.ToString().Trim();
        if (said.Any(c => c is (< ' ' or > '~') and not '\t') || McpHeaderEncoder.DecodeValue(said) is not { } plain)
        {
            return $"The header {header} is not encoded as it should be.";
        }

        // A header for an argument that isn't there says something that the body doesn't.
        return argument is { } value && IsSame(plain, value) ? null : $"The header {header} is not what the argument '{property.Name}' is.";
    }

    private static bool IsSame(string said, JsonElement argument) => argument.ValueKind switch
    {
        JsonValueKind.String => said == argument.GetString(),
        JsonValueKind.True => said == "true",
        JsonValueKind.False => said == "false",
        // 42 and 42.0 are one number; which of the two stands in the body is its own business.
        JsonValueKind.Number => decimal.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && argument.TryGetDecimal(out var own) ? number == own : said == argument.GetRawText(),
        _ => false,
    };

    private static bool IsAnnotated(JsonElement schema) => Properties(schema).Any(property => property.Value.TryGetProperty(Annotation, out _) || IsAnnotated(property.Value));

    private static IEnumerable<JsonProperty> Properties(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Object)
            : [];
}
