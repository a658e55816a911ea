namespace Harombe.Host.Telemetry;

/// <summary>
/// What OpenTelemetry's standard variables ask for (OTLP exporter specification): an endpoint for everything or for one signal, and <c>none</c> as an
/// exporter to leave one out. Everything else in them is read by the exporter itself.
/// </summary>
internal sealed record OtlpVariables(bool Traces, bool Metrics, bool Logs, IReadOnlyDictionary<string, string?> All)
{
    private const string Prefix = "OTEL_";

    public static OtlpVariables OfProcess()
    {
        var all = Environment.GetEnvironmentVariables().Keys.OfType<string>()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name, Environment.GetEnvironmentVariable, StringComparer.OrdinalIgnoreCase);
        return Of(all);
    }

    public static OtlpVariables Of(IReadOnlyDictionary<string, string?> all)
    {
        bool Asks(string signal) =>
            !string.Equals(all.GetValueOrDefault("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
            && all.GetValueOrDefault($"OTEL_{signal}_EXPORTER") is null or "" or "otlp"
            && (Given("OTEL_EXPORTER_OTLP_ENDPOINT") || Given($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

        bool Given(string name) => !string.IsNullOrWhiteSpace(all.GetValueOrDefault(name));

        return new OtlpVariables(Asks("TRACES"), Asks("METRICS"), Asks("LOGS"), all);
    }
}
