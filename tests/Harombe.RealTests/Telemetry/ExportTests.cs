using System.Net;
using Harombe.RealTests.Processes;
using Harombe.Testing;
using Harombe.Testing.Telemetry;

namespace Harombe.RealTests.Telemetry;

public sealed class ExportTests
{
    private const string Canary = "ghp_" + "Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt";

    [Fact]
    public async Task With_an_endpoint_named_traces_metrics_and_logs_arrive_and_no_content_or_secret_among_them()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_SERVICE_NAME"] = "harombe-of-the-test",
        });

        await host.Owner.ChatAsync("what time is it in Europe/Vienna");
        await host.Owner.ChatAsync($"write {Canary} with something");
        using (var odd = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/chat/{Canary}/stream?code={Canary}")))
        {
            Assert.Equal(HttpStatusCode.NotFound, odd.StatusCode);
        }

        await Eventually.SeeAsync("the spans of the turns", () => Task.FromResult(Has(collector.Of("traces"), "invoke_agent harombe", "execute_tool clock.now", "chat offline-rules", "harombe.station.record", "GET /chat/{session}/stream")));
        await Eventually.SeeAsync("the metrics", () => Task.FromResult(Has(collector.Of("metrics"), "harombe.call.duration", "gen_ai.client.operation.duration", "http.server.request.duration")));
        await Eventually.SeeAsync("the logs", () => Task.FromResult(Has(collector.Of("logs"), "Now listening on")));
        var all = collector.Of("traces") + collector.Of("metrics") + collector.Of("logs");
        Assert.Contains("harombe-of-the-test", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Q7vKx2Lr9TzWm4HdYb8NcPs3JfGu6aEe0iRt", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Europe/Vienna", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_reads_the_metrics_with_a_token_and_nobody_without_one()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Owner.ChatAsync("what time is it");

        using var stranger = host.Owner.As(null);
        using var refused = await stranger.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/metrics"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var metrics = await Eventually.SeeAsync("the call and its turn among the metrics", async () =>
        {
            using var response = await host.Owner.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/metrics"));
            var text = await response.Content.ReadAsStringAsync();
            return text.Contains("harombe_call_duration_seconds_count{", StringComparison.Ordinal) && text.Contains("harombe_turns_total{", StringComparison.Ordinal) ? text : null;
        });
        Assert.Contains("gen_ai_tool_name=\"clock.now\"", metrics, StringComparison.Ordinal);
        Assert.Contains("gen_ai_client_operation_duration_seconds_bucket", metrics, StringComparison.Ordinal);
    }

    private static string? Has(string text, params string[] parts) => parts.All(part => text.Contains(part, StringComparison.Ordinal)) ? text : null;
}
