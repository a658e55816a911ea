using System.Globalization;
using Harombe.Agent.PluginLoading;
using Harombe.Audit.Checkpoints;
using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Host.Access;
using Harombe.Host.Configuration;

namespace Harombe.Host.Hosting;

/// <summary>Whether the host lives, and whether each of its layers can do its work.</summary>
internal static class HealthEndpoints
{
    // Two databases and their logs need room to go on; below this a host is about to refuse everything.
    private const long LeastFree = 64L << 20;

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", () => TypedResults.Text("ok")).WithMetadata(AccessNeeded.Nobody);
        endpoints.MapGet("/readyz", ReadyAsync).WithMetadata(AccessNeeded.AnyToken);
    }

    private static async Task ReadyAsync(
        HttpContext http, IStateStore state, IAuditLog audit, CheckpointKeeping checkpoints, ISecretsHealth secrets, IApprovals approvals, ToolCatalog catalog, PluginSource plugins, HarombeConfiguration configuration)
    {
        var gone = http.RequestAborted;
        var layers = new List<LayerReport>
        {
            await TryAsync("state", async () => await state.ReadAsync(static _ => "reads", gone).ConfigureAwait(false)).ConfigureAwait(false),
            await TryAsync("audit", async () =>
            {
                await foreach (var record in audit.ReadAsync(new AuditQuery(null, 1, NewestFirst: true), gone).ConfigureAwait(false))
                {
                    return $"{record.Sequence + 1} entries";
                }

                return "empty";
            }).ConfigureAwait(false),
            new("signing", checkpoints.Trouble is null, checkpoints.Trouble ?? (checkpoints.Verifier is { } key ? $"by {key.Name}" : "nothing is signed yet")),
            await SecretsAsync(secrets, gone).ConfigureAwait(false),
            await TryAsync("approvals", async () => $"{(await approvals.ListAsync(ApprovalState.Waiting, null, 200, gone).ConfigureAwait(false)).Count} waiting").ConfigureAwait(false),
            new("isolation", true, "none: tools that run code are off"),
            new("network", true, "none: no tool is given the network"),
            Tools(catalog.Current, plugins),
            Disk(configuration.Data.Folder),
        };
        var ready = layers.TrueForAll(layer => layer.Ready || layer.Layer == "tools");
        http.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (http.Request.Headers.Accept.ToString().StartsWith("text/plain", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(string.Concat(layers.Select(layer => $"{layer}\n")), gone).ConfigureAwait(false);
            return;
        }

        await http.Response.WriteAsJsonAsync(new ReadyReport(ready, layers), HostingJson.Default.ReadyReport, cancellationToken: gone).ConfigureAwait(false);
    }

    private static LayerReport Tools(CatalogSnapshot tools, PluginSource plugins)
    {
        var leftOut = LeftOut.Of(tools, plugins);
        return new LayerReport("tools", leftOut.Count == 0, $"{tools.Tools.Length} tools{(leftOut.Count == 0 ? "" : $"; left out: {string.Join("; ", leftOut)}")}");
    }

    private static async Task<LayerReport> SecretsAsync(ISecretsHealth secrets, CancellationToken cancellationToken)
    {
        var health = await secrets.CheckAsync(cancellationToken).ConfigureAwait(false);
        return new LayerReport("secrets", health.Serves, health.Serves ? health.Detail : $"{health.Detail} {health.Remedy}");
    }

    private static LayerReport Disk(string folder)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            return new LayerReport("disk", free >= LeastFree, string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):0.0} GiB free"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new LayerReport("disk", false, e.GetType().Name);
        }
    }

    private static async Task<LayerReport> TryAsync(string layer, Func<Task<string>> attempt)
    {
        try
        {
            return new LayerReport(layer, true, await attempt().ConfigureAwait(false));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The edge of the report: a layer that fails in any way is not ready.
            return new LayerReport(layer, false, e.GetType().Name);
        }
    }
}

/// <summary>Whether the host is ready, layer by layer.</summary>
internal sealed record ReadyReport(bool Ready, IReadOnlyList<LayerReport> Layers);

/// <summary>One layer.</summary>
internal sealed record LayerReport(string Layer, bool Ready, string Detail)
{
    /// <summary>A line for people.</summary>
    public override string ToString() => $"{Layer,-9} {(Ready ? "ready" : "NOT READY"),-9}  {Detail}";
}
