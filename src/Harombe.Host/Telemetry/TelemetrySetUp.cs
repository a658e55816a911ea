using System.Diagnostics.Metrics;
using Harombe.Core.Secrets;
using Harombe.Core.Telemetry;
using Harombe.Host.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Harombe.Host.Telemetry;

/// <summary>
/// Metrics for Prometheus always; traces, metrics and logs over OTLP where the standard variables name an endpoint. Without one nobody listens to spans,
/// and none are made. Whatever leaves goes through the scanner first.
/// </summary>
internal static class TelemetrySetUp
{
    // The protocol library's own: spans and durations of MCP requests by the conventions for MCP.
    private const string Mcp = "Experimental.ModelContextProtocol";

    private static readonly string[] Meters =
        [Signals.Name, Mcp, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    // Of its dimensions those that have few values, chosen here. The names of tools, prompts and resources are what a client wrote: anything, a secret as well.
    private static readonly string[] McpDimensions =
        ["mcp.method.name", "mcp.protocol.version", "network.transport", "network.protocol.name", "error.type", "rpc.response.status_code", "gen_ai.operation.name"];

    public static void AddHarombeTelemetry(this IServiceCollection services, OtlpVariables otlp)
    {
        var telemetry = services.AddOpenTelemetry()
            // What the environment says of the service (OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES) comes last and wins.
            .ConfigureResource(resource => resource.AddService("harombe", serviceVersion: HarombeHost.Version).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters).AddView(Dimensions).AddPrometheusExporter();
                if (otlp.Metrics)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (otlp.Traces)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(Signals.Name, Mcp, "System.Net.Http")
                .AddAspNetCoreInstrumentation()
                .AddProcessor(provider => new RedactingSpans(provider.GetRequiredService<ISecretScanner>()))
                .AddOtlpExporter());
        }

        if (otlp.Logs)
        {
            telemetry.WithLogging(
                logs => logs.AddProcessor(provider => new RedactingRecords(provider.GetRequiredService<ISecretScanner>())).AddOtlpExporter(),
                options => options.IncludeFormattedMessage = true);
        }
    }

    private static MetricStreamConfiguration? Dimensions(Instrument instrument) =>
        instrument.Meter.Name == Mcp ? new MetricStreamConfiguration { TagKeys = McpDimensions } : null;
}
