using System.Text;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Harombe.Host.Telemetry;
using Harombe.HostTests.Chat;
using Harombe.Testing.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Canaries;

/// <summary>The host that a secret is sent through, and the search of every byte that it left behind or gave out.</summary>
internal static class CanaryHost
{
    /// <param name="tools">What the model and clients may call.</param>
    /// <param name="collector">Where telemetry goes; null for nowhere.</param>
    /// <param name="blind">The place whose redactor is taken out; null for none.</param>
    /// <param name="yaml">Besides what every host of the tests is told.</param>
    public static async Task<ChatHost> StartAsync(ToolOffer[] tools, OtlpCollector? collector, string? blind = null, string yaml = "")
    {
        var host = await ChatHost.StartAsync(
            tools,
            yaml: yaml,
            more: services =>
            {
                if (blind is not null)
                {
                    var real = services.Last(service => service.ServiceType == typeof(ISecretScanner));
                    services.AddSingleton<ISecretScanner>(provider => new BlindSpot((ISecretScanner)real.ImplementationFactory!(provider), blind)); // not null: it is registered by a factory
                }
            },
            otlp: collector is null ? null : OtlpVariables.Of(new Dictionary<string, string?>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            }));
        await host.StoreAsync(Canary.Name, Canary.Value);
        return host;
    }

    /// <summary>Where the secret shows, and in which disguise. Stops the host.</summary>
    public static async Task<IReadOnlyList<string>> LeaksAsync(ChatHost host, OtlpCollector collector, string answers, IEnumerable<(string Disguise, string Text)> disguises)
    {
        var leaks = new List<string>();
        var replies = new StringBuilder(answers);
        foreach (var path in new[] { "/audit?limit=1000", "/tools", "/approvals", "/secrets", "/metrics" })
        {
            replies.AppendLine(await host.Client.GetStringAsync(path));
        }

        var requests = string.Join('\n', host.Api.Requests.Select(request => request.Text + string.Join('\n', request.Headers.Values)));
        // What waits to be exported goes out at the end.
        await host.DownAsync();
        var exported = collector.Of("traces") + collector.Of("metrics") + collector.Of("logs");
        Assert.NotEmpty(collector.Of("traces"));
        foreach (var (disguise, text) in disguises)
        {
            leaks.AddRange(host.FilesHolding(Canary.Needles(text)).Select(file => $"{disguise} in {file}"));
            leaks.AddRange(Shows(replies.ToString(), text) ? [$"{disguise} in what clients were answered"] : []);
            leaks.AddRange(Shows(exported, text) ? [$"{disguise} in what was exported over OTLP"] : []);
            leaks.AddRange(Shows(requests, text) ? [$"{disguise} in what the model was sent"] : []);
        }

        return leaks;
    }

    /// <summary>Whether something that was said holds the text, in any of the ways in which bytes may hold one.</summary>
    public static bool Shows(string said, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(said);
        return Canary.Needles(text).Any(needle => bytes.AsSpan().IndexOf(needle) >= 0);
    }
}
