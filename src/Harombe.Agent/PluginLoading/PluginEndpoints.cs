using System.Text.Json.Serialization;
using Harombe.Agent.PluginInstalling;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Harombe.Agent.PluginLoading;

/// <summary>The plugins over HTTP, for those who configure.</summary>
internal static class PluginEndpoints
{
    public static void Map(RouteGroupBuilder group, Func<HttpContext, Principal?> principal)
    {
        group.MapGet("", (PluginSource source) => List(source));
        group.MapGet("{name}", (string name, PluginSource source) => One(name, source.Plugins));
        group.MapPost("", (HttpContext http, string sha256, PluginInstaller installing) => InstallAsync(http, sha256, installing, Who(http, principal)))
            .WithMetadata(new RequestSizeLimitAttribute(PluginPackage.MaxBytes));
        group.MapDelete("{name}", (string name, HttpContext http, PluginInstaller installing) => RemoveAsync(name, http, installing, Who(http, principal)));
        group.MapPost("reload", (PluginReloading reloading, PluginSource source) =>
        {
            reloading.Reload(null);
            return List(source);
        });
        group.MapPost("{name}/reload", (string name, PluginReloading reloading) => One(name, reloading.Reload(name)));
    }

    // Beside the plugins, what is said about one that isn't there.
    private static JsonHttpResult<List<PluginView>> List(PluginSource source) => TypedResults.Json(
        [.. source.Plugins
            .Concat(source.Faults.Where(fault => !source.Plugins.Any(plugin => plugin.Folder == fault.Folder)).Select(fault => new FoundPlugin(fault.Plugin, fault.Folder, null, null, default, fault.Reason)))
            .OrderBy(plugin => plugin.Name, StringComparer.Ordinal)
            .Select(PluginView.Of)],
        PluginEndpointsJson.Default.ListPluginView);

    private static IResult One(string name, IReadOnlyList<FoundPlugin> plugins) =>
        plugins.FirstOrDefault(plugin => plugin.Name == name) is { } found
            ? TypedResults.Json(PluginView.Of(found), PluginEndpointsJson.Default.PluginView)
            : Problem(StatusCodes.Status404NotFound, new Reason("plugin.unknown", "There is no plugin of this name.", "See 'harombe plugins list'."));

    private static async Task<IResult> InstallAsync(HttpContext http, string sha256, PluginInstaller installing, PrincipalId by)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
        var (plugin, fault) = await installing.InstallAsync(body.ToArray(), sha256, by, http.RequestAborted).ConfigureAwait(false);
        return plugin is null ? Problem(StatusCodes.Status422UnprocessableEntity, fault!) : TypedResults.Json(PluginView.Of(plugin), PluginEndpointsJson.Default.PluginView); // not null: one of the two is there
    }

    private static async Task<IResult> RemoveAsync(string name, HttpContext http, PluginInstaller installing, PrincipalId by) =>
        await installing.RemoveAsync(name, by, http.RequestAborted).ConfigureAwait(false) is { } fault ? Problem(StatusCodes.Status404NotFound, fault) : TypedResults.NoContent();

    private static PrincipalId Who(HttpContext http, Func<HttpContext, Principal?> principal) =>
        principal(http)?.Id ?? throw new InvalidOperationException("The gate let a request through without a principal.");

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
