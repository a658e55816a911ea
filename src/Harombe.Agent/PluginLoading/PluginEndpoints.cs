using System.Text.Json.Serialization;
using Harombe.Core.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Agent.PluginLoading;

/// <summary>The plugins over HTTP, for those who configure.</summary>
internal static class PluginEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", (PluginSource source) => List(source.Plugins));
        group.MapGet("{name}", (string name, PluginSource source) => One(name, source.Plugins));
        group.MapPost("reload", (PluginReloading reloading) => List(reloading.Reload(null)));
        group.MapPost("{name}/reload", (string name, PluginReloading reloading) => One(name, reloading.Reload(name)));
    }

    private static JsonHttpResult<List<PluginView>> List(IEnumerable<FoundPlugin> plugins) =>
        TypedResults.Json([.. plugins.OrderBy(plugin => plugin.Name, StringComparer.Ordinal).Select(PluginView.Of)], PluginEndpointsJson.Default.ListPluginView);

    private static IResult One(string name, IReadOnlyList<FoundPlugin> plugins) =>
        plugins.FirstOrDefault(plugin => plugin.Name == name) is { } found
            ? TypedResults.Json(PluginView.Of(found), PluginEndpointsJson.Default.PluginView)
            : Problem(StatusCodes.Status404NotFound, new Reason("plugin.unknown", "There is no plugin of this name.", "See 'harombe plugins list'."));

    private static ProblemHttpResult Problem(int status, Reason reason) => TypedResults.Problem(new ProblemDetails
    {
        Status = status,
        Title = reason.Message,
        Extensions = { ["rule"] = reason.Rule, ["remedy"] = reason.Remedy },
    });
}

/// <summary>A plugin as the command line shows it.</summary>
internal sealed record PluginView(
    string Name, string State, string? Version, string? Description, string Folder, string? Hash, DateTimeOffset? LoadedAt,
    IReadOnlyList<PluginToolView> Tools, IReadOnlyList<string> Hosts, IReadOnlyList<string> Secrets, IReadOnlyList<string> Paths, Reason? Fault)
{
    public static PluginView Of(FoundPlugin plugin)
    {
        var manifest = plugin.Loaded?.Manifest;
        return new PluginView(
            plugin.Name, plugin.State, manifest?.Version, manifest?.Description, plugin.Folder, plugin.Hash, plugin.Loaded is null ? null : plugin.LoadedAt,
            [.. plugin.Loaded?.Offers.Select(offer => new PluginToolView(
                offer.Definition.Name.Value, offer.Definition.Description, offer.Definition.Risk.ToString().ToLowerInvariant(), offer.Definition.ReadOnly, offer.Definition.ResultLabel.ToString())) ?? []],
            [.. manifest?.Reach.Hosts ?? []], [.. manifest?.Reach.Secrets.Select(secret => secret.Value) ?? []], [.. manifest?.Reach.Paths ?? []], plugin.Fault);
    }
}

/// <summary>One tool of a plugin.</summary>
internal sealed record PluginToolView(string Name, string Description, string Risk, bool ReadOnly, string Result);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PluginView))]
[JsonSerializable(typeof(List<PluginView>))]
internal sealed partial class PluginEndpointsJson : JsonSerializerContext;
