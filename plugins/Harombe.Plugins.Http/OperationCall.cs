using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Microsoft.OpenApi;

namespace Harombe.Plugins.Http;

/// <summary>Sends one operation: arguments into the path, the query, headers and the body, the credential as a placeholder.</summary>
internal sealed class OperationCall(Operation operation, HttpClient http, ICredentials credentials)
{
    private const int ShownOfError = 2000;

    public async ValueTask<ToolAnswer> RunAsync(JsonElement arguments, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(operation.Method, Address(arguments));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == ParameterLocation.Header))
        {
            if (arguments.TryGetProperty(operation.ArgumentOf(parameter), out var value) && !request.Headers.TryAddWithoutValidation(parameter.Name!, Text(value))) // not null: filtered
            {
                return ToolAnswer.Refuse(new Reason("http.header", $"'{parameter.Name}' can't be sent as a header.", "Leave it out."));
            }
        }

        if (operation.Api.SecretName is { } secret)
        {
            request.Headers.TryAddWithoutValidation(operation.Api.Header, $"{operation.Api.Scheme} {credentials.Placeholder(secret)}".TrimStart());
        }

        if (operation.HasBody && arguments.TryGetProperty("body", out var body))
        {
            request.Content = new StringContent(body.GetRawText(), Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request, cancellationToken);
        return await AnswerAsync(response, cancellationToken);
    }

    private static async Task<ToolAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd();
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        var isText = type.Length == 0 || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase);
        if (!isText && response.IsSuccessStatusCode)
        {
            return ToolAnswer.OfFile(await response.Content.ReadAsByteArrayAsync(cancellationToken), type, null, status);
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var said = text.Length > ShownOfError ? text[..ShownOfError] + "…" : text;
            return ToolAnswer.Refuse(new Reason("http.status", $"The API answered {status}{(said.Length == 0 ? "." : $": {said}")}", Remedy((int)response.StatusCode)));
        }

        return type.EndsWith("json", StringComparison.OrdinalIgnoreCase) && Json(text) is { } json ? ToolAnswer.Of((object)json, text) : ToolAnswer.Of(text.Length == 0 ? status : text);
    }

    private static string Remedy(int status) => status switch
    {
        401 or 403 => "Its credential is missing or not enough: look at 'secret' of the API below plugins.http, and at 'harombe secrets list'.",
        429 or >= 500 => "Try again later.",
        >= 300 and < 400 => "It moved; its 'server' below plugins.http is an old one.",
        _ => "Correct the arguments.",
    };

    private Uri Address(JsonElement arguments)
    {
        var path = operation.Path;
        var query = new StringBuilder();
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In != ParameterLocation.Header))
        {
            if (!arguments.TryGetProperty(operation.ArgumentOf(parameter), out var value))
            {
                continue;
            }

            if (parameter.In == ParameterLocation.Path)
            {
                // A dot segment would leave the path even when it is escaped.
                var text = Text(value) is var one && one.Trim('.').Length > 0 ? Uri.EscapeDataString(one)
                    : throw new ToolRefusedException(new Reason("http.path", $"'{parameter.Name}' can't be empty or dots.", "Send a name or an id."));
                path = path.Replace($"{{{parameter.Name}}}", text, StringComparison.Ordinal);
                continue;
            }

            foreach (var item in value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new List<JsonElement> { value })
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(parameter.Name!)).Append('=').Append(Uri.EscapeDataString(Text(item))); // not null: filtered
            }
        }

        return new Uri(operation.Server.AbsoluteUri.TrimEnd('/') + path + query);
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();

    private static JsonElement? Json(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
