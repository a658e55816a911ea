using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Harombe.Core.Telemetry;

/// <summary>
/// The one source of spans and the one meter of what is ours. When nobody listens, asking either costs a field read. Names follow OpenTelemetry's
/// conventions for generative AI and MCP; what they have no name for begins with <c>harombe.</c>. Content (prompts, arguments, results) is never put into
/// a span or a metric. Thread-safe.
/// </summary>
public static class Signals
{
    /// <summary>The name to listen to, of the source and of the meter.</summary>
    public const string Name = "Harombe";

    /// <summary>The conventions that the names are from: the last release before those for generative AI moved into a repository of their own.</summary>
    public const string Schema = "https://opentelemetry.io/schemas/1.41.0";

    private static readonly string? Version = typeof(Signals).Assembly.GetName().Version?.ToString(3);

    /// <summary>Where spans begin.</summary>
    public static ActivitySource Source { get; } = new(new ActivitySourceOptions(Name) { Version = Version, TelemetrySchemaUrl = Schema });

    /// <summary>Where instruments are made, once each.</summary>
    public static Meter Meter { get; } = new(new MeterOptions(Name) { Version = Version, TelemetrySchemaUrl = Schema });
}
