using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.OpenApi;

namespace Harombe.Plugins.Http;

/// <summary>One operation of an API: what it is called, what it takes, what it risks.</summary>
internal sealed class Operation(HttpApi api, Uri server, string path, IOpenApiPathItem item, HttpMethod method, OpenApiOperation operation)
{
    private const int LongestName = 58;

    // Who asks, and what is inside the connection, is not an argument's to say.
    private static readonly HashSet<string> NoArgument = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Host", "Content-Length", "Transfer-Encoding", "Connection", "Content-Type", "Accept" };

    public HttpApi Api => api;

    public Uri Server => server;

    public string Path => path;

    public HttpMethod Method => method;

    /// <summary>The document's name for it, or one made of method and path.</summary>
    public string Id { get; } = operation.OperationId ?? $"{method.Method.ToLowerInvariant()}{path}";

    /// <summary>Its parameters; the operation's own win over those of its path.</summary>
    public IReadOnlyList<IOpenApiParameter> Parameters { get; } =
        [.. (operation.Parameters ?? []).Concat(item.Parameters ?? []).Where(one => one.Name is not null).DistinctBy(one => (one.Name, one.In))
            .Where(one => one.In is ParameterLocation.Path or ParameterLocation.Query || (one.In == ParameterLocation.Header && !NoArgument.Contains(one.Name!)))]; // not null: filtered

    /// <summary>Whether it takes a JSON body.</summary>
    public bool HasBody => Body is not null;

    private IOpenApiMediaType? Body => operation.RequestBody?.Content?.FirstOrDefault(content => content.Key.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)).Value;

    private bool Reads => method == HttpMethod.Get || method == HttpMethod.Head;

    public ProvidedTool ToTool(OperationCall call)
    {
        var risk = api.Risks.TryGetValue(Id, out var said) ? said : Reads ? Risk.Low : method == HttpMethod.Delete ? Risk.High : Risk.Medium;
        return new ProvidedTool
        {
            Name = Name(),
            Description = Description(),
            InputSchema = Schema(),
            Risk = risk,
            ReadOnly = Reads,
            Idempotent = Reads || method == HttpMethod.Put || method == HttpMethod.Delete,
            Hosts = [server.Host == "localhost" || !server.IsDefaultPort ? $"{server.IdnHost}:{server.Port}" : server.IdnHost],
            Secrets = api.SecretName is { } secret ? [SecretName.Parse(secret)] : [],
            Run = call.RunAsync,
        };
    }

    // petId in a path and petId in a query are two arguments: the second gets its place before its name.
    public string ArgumentOf(IOpenApiParameter parameter) =>
        Parameters.First(one => one.Name == parameter.Name) == parameter && parameter.Name != "body" ? parameter.Name! : $"{parameter.In}_{parameter.Name}".ToLowerInvariant(); // not null: filtered

    private string Name()
    {
        var name = new StringBuilder(api.Name).Append('_');
        foreach (var c in Id)
        {
            if (char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(name[^1]))
            {
                name.Append('_');
            }

            if (char.IsAsciiLetterOrDigit(c) || name[^1] != '_')
            {
                name.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
            }
        }

        return name.ToString(0, Math.Min(name.Length, LongestName)).TrimEnd('_');
    }

    private string Description()
    {
        var words = operation.Summary ?? operation.Description ?? item.Summary ?? "";
        words = new string([.. words.ReplaceLineEndings(" ").Where(c => !char.IsControl(c)).Take(400)]);
        return $"{words}{(words.Length == 0 || words.EndsWith('.') ? "" : ".")} ({method.Method} {path} of {api.Name})".TrimStart();
    }

    private JsonElement Schema()
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var parameter in Parameters)
        {
            var schema = ArgumentSchema.Of(parameter.Schema);
            if (parameter.Description is { Length: > 0 } description)
            {
                schema["description"] = description;
            }

            properties[ArgumentOf(parameter)] = schema;
            if (parameter.Required || parameter.In == ParameterLocation.Path)
            {
                required.Add(ArgumentOf(parameter));
            }
        }

        if (Body is { } body)
        {
            properties["body"] = ArgumentSchema.Of(body.Schema);
            if (operation.RequestBody?.Required == true)
            {
                required.Add("body");
            }
        }

        return JsonElement.Parse(new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false }.ToJsonString());
    }
}
