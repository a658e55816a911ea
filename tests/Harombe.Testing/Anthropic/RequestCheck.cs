using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harombe.Testing.Anthropic;

/// <summary>What the API refuses before any model sees it. The first offence is the answer.</summary>
internal static partial class RequestCheck
{
    /// <summary>The version from which on there are no sampling parameters.</summary>
    private const string Version = "2026-10-21";

    public static ApiError? Refuse(IReadOnlyDictionary<string, string> headers, string text, out JsonElement body)
    {
        body = default;
        // A key comes as x-api-key, as the documents' examples send it, or as a bearer token, as the SDKs of 2026-10-21 do.
        var key = headers.GetValueOrDefault("x-api-key")
            ?? (headers.GetValueOrDefault("Authorization") is { } given && given.StartsWith("Bearer ", StringComparison.Ordinal) ? given["Bearer ".Length..] : null);
        if (key != AnthropicServer.Key)
        {
            return ApiError.Unauthenticated(key is null ? "x-api-key header is required" : "invalid x-api-key");
        }

        var version = headers.GetValueOrDefault("anthropic-version");
        if (version is not ("2023-06-01" or Version))
        {
            return ApiError.Invalid(version is null ? "anthropic-version: header is required" : $"anthropic-version: \"{version}\" is not a valid version");
        }

        try
        {
            body = JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return ApiError.Invalid("The request body is not valid JSON.");
        }

        return body.ValueKind != JsonValueKind.Object ? ApiError.Invalid("Input should be an object")
            : Fields(body) ?? (version == Version ? Sampling(body) : null) ?? Tools(body) ?? MessageCheck.Refuse(body);
    }

    private static ApiError? Fields(JsonElement body)
    {
        if (!body.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
        {
            return ApiError.Invalid("model: Field required");
        }

        if (model.GetString() != AnthropicServer.Model)
        {
            return ApiError.NotFound($"model: {model.GetString()}");
        }

        if (!body.TryGetProperty("max_tokens", out var most) || !most.TryGetInt64(out var tokens))
        {
            return ApiError.Invalid("max_tokens: Field required");
        }

        if (tokens < 1)
        {
            return ApiError.Invalid("max_tokens: Input should be greater than or equal to 1");
        }

        return body.TryGetProperty("system", out var system) && system.ValueKind == JsonValueKind.Array && system.EnumerateArray().Any(MessageCheck.IsBlankText)
            ? ApiError.Invalid("system: text content blocks must be non-empty")
            : null;
    }

    private static ApiError? Sampling(JsonElement body) =>
        new[] { "temperature", "top_p", "top_k" }.FirstOrDefault(name => body.TryGetProperty(name, out _)) is { } removed
            ? ApiError.Invalid($"{removed}: Extra inputs are not permitted")
            : null;

    private static ApiError? Tools(JsonElement body)
    {
        if (!body.TryGetProperty("tools", out var tools))
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var name = tool.TryGetProperty("name", out var given) ? given.GetString() ?? "" : "";
            if (!ToolName().IsMatch(name))
            {
                return ApiError.Invalid($"tools.{at}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,64}}$'");
            }

            if (!names.Add(name))
            {
                return ApiError.Invalid("tools: Tool names must be unique.");
            }

            if (!tool.TryGetProperty("input_schema", out var schema) || !schema.TryGetProperty("type", out var type) || type.GetString() != "object")
            {
                return ApiError.Invalid($"tools.{at}.custom.input_schema.type: Input should be 'object'");
            }

            at++;
        }

        return null;
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}\\z")]
    internal static partial Regex ToolName();
}
