using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Harombe.Core.Plugins;

namespace Harombe.Gateway.Upstreams;

/// <summary>Leads reports of progress to the calls that they are of. Thread-safe.</summary>
internal sealed class ProgressRoutes
{
    private readonly ConcurrentDictionary<string, IProgress<ToolProgress>> open = new(StringComparer.Ordinal);
    private long last;

    /// <summary>Opens a way for one call.</summary>
    public Route Open(IProgress<ToolProgress> listener)
    {
        var token = "p" + Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture);
        open[token] = listener;
        return new Route(this, token);
    }

    /// <summary>Takes a report. One that belongs to no call is dropped.</summary>
    public void Report(JsonNode? parameters)
    {
        if (parameters is not JsonObject report || report["progressToken"] is not JsonValue token || !token.TryGetValue<string>(out var name) || !open.TryGetValue(name, out var listener))
        {
            return;
        }

        var part = Number(report["progress"]) is { } progress && Number(report["total"]) is { } total && total > 0 ? progress / total : (double?)null;
        var message = report["message"] is JsonValue text && text.TryGetValue<string>(out var words) ? words : "";
        listener.Report(new ToolProgress(message.Length > 1000 ? message[..1000] : message, part));
    }

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>Where the reports of one call come in, until it is disposed.</summary>
    internal sealed class Route(ProgressRoutes routes, string token) : IDisposable
    {
        public string Token { get; } = token;

        public void Dispose() => routes.open.TryRemove(Token, out _);
    }
}
