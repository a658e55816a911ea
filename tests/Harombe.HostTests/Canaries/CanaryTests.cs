using System.Text;
using Harombe.Core.Secrets;
using Harombe.Host.Telemetry;
using Harombe.HostTests.Chat;
using Harombe.Testing.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Harombe.HostTests.Canaries;

/// <summary>
/// A stored secret goes along every path in every disguise, and afterwards every byte of the data folder, of what the model was sent, of what clients were
/// answered and of what was exported as traces, metrics and logs is searched for it. Then the redactor is taken out of each path in turn, and the same search must find it.
/// </summary>
public sealed class CanaryTests
{
    public static TheoryData<string> Paths => [.. CanaryPath.All.Select(path => path.Name)];

    public static TheoryData<string, string> Guards
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (path, guard) in CanaryPath.All.SelectMany(path => path.Guards.Select(guard => (path.Name, guard))))
            {
                data.Add(path, guard);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Secret_is_nowhere_after_any_path_in_any_disguise(string path)
    {
        var tools = new CanaryTools();
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await StartAsync(tools, collector);
        var answers = new StringBuilder();
        foreach (var (disguise, text) in Canary.Disguises)
        {
            answers.AppendLine($"-- {disguise}").AppendLine(await PathOf(path).GoAsync(host, tools, text));
        }

        Assert.Empty(await LeaksAsync(host, collector, answers.ToString()));
    }

    [Theory]
    [MemberData(nameof(Guards))]
    public async Task Without_its_redactor_the_path_leaks_and_the_search_sees_it(string path, string guard)
    {
        var tools = new CanaryTools();
        await using var collector = await OtlpCollector.StartAsync();
        await using var host = await StartAsync(tools, collector, services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(ISecretScanner));
            services.AddSingleton<ISecretScanner>(provider => new BlindSpot((ISecretScanner)real.ImplementationFactory!(provider), guard)); // not null: it is registered by a factory
        });
        var answer = await PathOf(path).GoAsync(host, tools, Canary.Value);
        Assert.NotEmpty(await LeaksAsync(host, collector, answer));
    }

    private static CanaryPath PathOf(string name) => CanaryPath.All.Single(path => path.Name == name);

    private static async Task<ChatHost> StartAsync(CanaryTools tools, OtlpCollector collector, Action<IServiceCollection>? more = null)
    {
        var host = await ChatHost.StartAsync(tools.Offers, more: more, otlp: OtlpVariables.Of(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }));
        await host.StoreAsync(Canary.Name, Canary.Value);
        return host;
    }

    /// <summary>Where the secret shows, and in which disguise.</summary>
    private static async Task<IReadOnlyList<string>> LeaksAsync(ChatHost host, OtlpCollector collector, string answers)
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
        foreach (var (disguise, text) in Canary.Disguises)
        {
            leaks.AddRange(host.FilesHolding(Canary.Needles(text)).Select(file => $"{disguise} in {file}"));
            leaks.AddRange(Shows(replies.ToString(), text) ? [$"{disguise} in what clients were answered"] : []);
            leaks.AddRange(Shows(exported, text) ? [$"{disguise} in what was exported over OTLP"] : []);
            leaks.AddRange(Shows(requests, text) ? [$"{disguise} in what the model was sent"] : []);
        }

        return leaks;
    }

    private static bool Shows(string said, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(said);
        return Canary.Needles(text).Any(needle => bytes.AsSpan().IndexOf(needle) >= 0);
    }
}
