using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Harombe.Plugins.Http;

/// <summary>Reads the operations of an OpenAPI document. Nothing is fetched: a reference that leads out of the document is not followed.</summary>
internal static class ApiDocument
{
    /// <exception cref="ToolRefusedException">The document or what the operator says of it is wrong.</exception>
    public static IEnumerable<Operation> Read(HttpApi api)
    {
        var settings = new OpenApiReaderSettings { LoadExternalRefs = false };
        settings.AddYamlReader();
        var read = OpenApiDocument.Parse(api.Document.Text, api.Document.Text.TrimStart().StartsWith('{') ? "json" : "yaml", settings);
        if (read.Document is not { Paths: { } paths } document || read.Diagnostic?.Errors is { Count: > 0 })
        {
            throw Wrong("http.document", $"{api.Document.Path} is no OpenAPI document: {read.Diagnostic?.Errors.FirstOrDefault()?.Message ?? "it has no paths"}", "Correct it, or take another version of it.");
        }

        var server = api.Server ?? (Uri.TryCreate(document.Servers?.FirstOrDefault()?.Url, UriKind.Absolute, out var first) ? first : null);
        if (server is not { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" } || server.Scheme is not ("https" or "http"))
        {
            throw Wrong("http.server", $"The API '{api.Name}' has no address.", $"Set its 'server' below plugins.http.apis, as in https://api.example.com/v1.");
        }

        var operations = paths.SelectMany(path => (path.Value.Operations ?? []).Select(operation => new Operation(api, server, path.Key, path.Value, operation.Key, operation.Value))).ToList();
        foreach (var named in (api.Only ?? []).Concat(api.Risks.Keys))
        {
            if (!operations.Any(operation => operation.Id == named))
            {
                throw Wrong("http.operation", $"{api.Document.Path} has no operation '{named}'.", $"The first are: {string.Join(", ", operations.Take(10).Select(operation => operation.Id))}");
            }
        }

        return operations.Where(operation => api.Only is null || api.Only.Contains(operation.Id));
    }

    private static ToolRefusedException Wrong(string rule, string message, string remedy) => new(new Reason(rule, message, remedy));
}
