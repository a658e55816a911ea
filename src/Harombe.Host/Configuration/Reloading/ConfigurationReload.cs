using System.Security.Cryptography;
using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Reloading;
using Harombe.Gateway.Upstreams.Administration;

namespace Harombe.Host.Configuration.Reloading;

/// <summary>
/// Looks at the configuration file once a second and puts its upstream servers into force when they are others. An edit that can't hold is named in the log,
/// file and line, and what is in force stays. Of other keys it says that they wait for the next start. Recorded before it takes effect. One that can't be put into force
/// for now, because the store fails, leaves everything as it is, is told and recorded, and tried again.
/// </summary>
internal sealed partial class ConfigurationReload(
    HarombeConfiguration configuration, UpstreamConfiguration upstreams, IAuditLog audit, TimeProvider clock, ILogger<ConfigurationReload> log) : BackgroundService
{
    private HarombeConfiguration current = configuration;
    private string stamp = Stamp(configuration.File);
    private string failed = "";

    /// <summary>Looks now. True when other servers are in force than before.</summary>
    public async ValueTask<bool> LookAsync(CancellationToken cancellationToken)
    {
        var now = Stamp(current.File);
        if (now == stamp || current is not { Sources: { } sources, File: { } file })
        {
            return false;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)));
        switch (ConfigurationLoading.Load(sources))
        {
            case ConfigurationOutcome.Invalid invalid:
                foreach (var fault in invalid.Faults)
                {
                    Faulty(log, fault.ToString());
                }

                await audit.AppendAsync(new ConfigurationChanged("refused", [.. invalid.Faults.Select(fault => fault.Key).Distinct()], hash, null) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
                stamp = now;
                return false;
            case ConfigurationOutcome.Loaded { Configuration: var next }:
                var changed = await ApplyAsync(next, now, hash, cancellationToken).ConfigureAwait(false);
                stamp = now;
                return changed;
            case var unknown:
                throw new InvalidOperationException($"Unknown outcome {unknown.GetType().Name}.");
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ReloadLoop.RunAsync(LookAsync, e => Failed(log, e), clock, stoppingToken);

    private async ValueTask<bool> ApplyAsync(HarombeConfiguration next, string now, string hash, CancellationToken cancellationToken)
    {
        var later = Differing(next).Where(key => key != ConfigurationKeys.McpServers.Name).ToList();
        if (later.Count > 0)
        {
            Later(log, string.Join(", ", later));
        }

        if (current.Mcp.Servers.Length == next.Mcp.Servers.Length && current.Mcp.Servers.Zip(next.Mcp.Servers).All(pair => JsonElement.DeepEquals(pair.First.Written, pair.Second.Written)))
        {
            return false;
        }

        var prepared = await PrepareAsync(next, now, hash, cancellationToken).ConfigureAwait(false);
        await RecordAsync("changed", hash, cancellationToken).ConfigureAwait(false);
        var changed = await upstreams.ApplyAsync(prepared).ConfigureAwait(false);
        // The rest stays as it was started with, so that the next edit is told against that.
        current = current with { Mcp = current.Mcp with { Servers = next.Mcp.Servers } };
        InForce(log, string.Join(", ", changed));
        return true;
    }

    // Told in the record once for each edit, however often it is tried.
    private async ValueTask<PreparedUpstreams> PrepareAsync(HarombeConfiguration next, string now, string hash, CancellationToken cancellationToken)
    {
        try
        {
            return await upstreams.PrepareAsync(next.Mcp.Servers, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException && failed != now)
        {
            await RecordAsync("failed", hash, cancellationToken).ConfigureAwait(false);
            failed = now;
            throw;
        }
    }

    private async ValueTask RecordAsync(string what, string hash, CancellationToken cancellationToken) => await audit.AppendAsync(
        new ConfigurationChanged(what, [ConfigurationKeys.McpServers.Name], hash, null) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);

    private IEnumerable<string> Differing(HarombeConfiguration next)
    {
        var (before, after) = (current.Stated.ToDictionary(one => one.Key, one => one.Value), next.Stated.ToDictionary(one => one.Key, one => one.Value));
        return before.Keys.Union(after.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)).Order(StringComparer.Ordinal);
    }

    private static string Stamp(string? file) => file is not null && new FileInfo(file) is { Exists: true } about ? $"{about.Length}|{about.LastWriteTimeUtc.Ticks}" : "";

    [LoggerMessage(LogLevel.Error, "The configuration was edited and can't hold, so what is in force stays. {Fault}")]
    private static partial void Faulty(ILogger log, string fault);

    [LoggerMessage(LogLevel.Error, "The configuration was edited and could not be put into force, so what was in force stays; it is tried again")]
    private static partial void Failed(ILogger log, Exception why);

    [LoggerMessage(LogLevel.Information, "The configuration was edited: {Keys} will count from the next start")]
    private static partial void Later(ILogger log, string keys);

    [LoggerMessage(LogLevel.Information, "The configuration was edited, and is in force for the upstream servers {Servers}")]
    private static partial void InForce(ILogger log, string servers);
}
