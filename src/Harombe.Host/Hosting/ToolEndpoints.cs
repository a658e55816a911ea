using System.Text.Json;
using Harombe.Core.Tools;
using Harombe.Host.Access;

namespace Harombe.Host.Hosting;

/// <summary>The catalogue over HTTP: what the asking principal may see of it.</summary>
internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/tools", (HttpContext http, ToolCatalog catalog) =>
    {
        var snapshot = catalog.Current;
        var visible = http.ChatCaller() is { } caller ? snapshot.VisibleTo(caller) : [];
        return TypedResults.Json(visible.Select(View).ToList(), HostingJson.Default.ListToolView);
    }).WithMetadata(AccessNeeded.AnyToken);

    private static ToolView View(CatalogTool tool) => new(
        tool.Definition.Name.Value,
        tool.Definition.Name.Wire,
        tool.Definition.Description,
        tool.Definition.Origin,
        tool.Definition.Risk.ToString().ToLowerInvariant(),
        tool.Definition.ReadOnly,
        [.. tool.Definition.Secrets.Select(secret => secret.Value)],
        [.. tool.Definition.Revealed.Select(secret => secret.Value)],
        tool.Definition.InputSchema);
}

/// <summary>A tool as people see it. <paramref name="Revealed"/> are those of its secrets that it is given by value, which is weaker than a placeholder.</summary>
internal sealed record ToolView(
    string Name,
    string Wire,
    string Description,
    string Origin,
    string Risk,
    bool ReadOnly,
    IReadOnlyList<string> Secrets,
    IReadOnlyList<string> Revealed,
    JsonElement InputSchema);
