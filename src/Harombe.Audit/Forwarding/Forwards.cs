using System.Collections.Immutable;
using Harombe.Audit.Entries;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Audit.Forwarding;

/// <summary>Runs a loop for each target that the configuration names.</summary>
internal sealed class Forwards(
    SqliteAuditLog log, IOptions<AuditOptions> options, IHttpClientFactory http, IEnumerable<ISecrets> secrets, TimeProvider time, ILogger<Forwards> logger) : BackgroundService
{
    /// <summary>The loops.</summary>
    public ImmutableArray<ForwardLoop> Loops { get; } =
        [.. Targets(options.Value, http, secrets.LastOrDefault()).Select(target => new ForwardLoop(log, target, options.Value.Folder, time, logger))];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Loops.Select(loop => Task.Run(() => loop.RunAsync(stoppingToken), stoppingToken)));

    private static IEnumerable<ForwardTarget> Targets(AuditOptions options, IHttpClientFactory http, ISecrets? secrets)
    {
        if (options.ForwardOtlp is { } otlp)
        {
            yield return new OtlpTarget(otlp, http);
        }

        if (options.ForwardSyslog is { } syslog)
        {
            yield return new SyslogTarget(SyslogAddress.Parse(syslog));
        }

        if (options.ForwardSplunk is { } splunk)
        {
            yield return new SplunkTarget(splunk, options.ForwardSplunkToken, http, secrets);
        }

        if (options.ForwardElasticsearch is { } elasticsearch)
        {
            yield return new ElasticsearchTarget(elasticsearch, options.ForwardElasticsearchIndex, options.Origin, options.ForwardElasticsearchKey, http, secrets);
        }
    }
}
