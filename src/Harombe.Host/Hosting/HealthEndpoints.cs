using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;
using Harombe.Host.Access;

namespace Harombe.Host.Hosting;

/// <summary>Whether the host lives, and whether each of its layers can do its work.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", () => TypedResults.Text("ok")).WithMetadata(AccessNeeded.Nobody);
        endpoints.MapGet("/readyz", ReadyAsync).WithMetadata(AccessNeeded.AnyToken);
    }

    private static async Task ReadyAsync(HttpContext http, IStateStore state, IAuditLog audit, ISecrets secrets, ToolCatalog catalog)
    {
        var layers = new List<LayerReport>
        {
            await TryAsync("state", async () => await state.ReadAsync(static _ => "reads", http.RequestAborted).ConfigureAwait(false)).ConfigureAwait(false),
            await TryAsync("audit", async () =>
            {
                await foreach (var _ in audit.ReadAsync(new AuditQuery(null, 1, NewestFirst: true), http.RequestAborted).ConfigureAwait(false))
                {
                    return "reads";
                }

                return "empty";
            }).ConfigureAwait(false),
            await TryAsync("secrets", async () => $"{(await secrets.ListAsync(http.RequestAborted).ConfigureAwait(false)).Count} stored").ConfigureAwait(false),
            new("tools", catalog.Current.Faults.IsEmpty, $"{catalog.Current.Tools.Length} tools, {catalog.Current.Faults.Length} left out"),
        };
        var ready = layers.TrueForAll(layer => layer.Ready || layer.Layer == "tools");
        http.Response.StatusCode = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await http.Response.WriteAsJsonAsync(new ReadyReport(ready, layers), HostingJson.Default.ReadyReport, cancellationToken: http.RequestAborted).ConfigureAwait(false);
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
internal sealed record LayerReport(string Layer, bool Ready, string Detail);
