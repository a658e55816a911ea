using System.Collections.Immutable;
using Harombe.Host.Configuration.Values;

namespace Harombe.Host.Configuration;

/// <summary>The keys of the audit log, a part of <see cref="ConfigurationKeys"/>.</summary>
internal static class AuditKeys
{
    public static readonly ConfigurationKey Origin = new(
        "audit.origin", new TextKind(200), "harombe.invalid/audit", "Names the log in its checkpoints, as a URL without scheme; a log keeps its name for life.");
    public static readonly ConfigurationKey RetentionDays = new(
        "audit.retention_days", new IntegerKind(0, 36_500), "0", "Entries older than so many days lose their bodies and keep their hashes; 0 keeps all.");
    public static readonly ConfigurationKey ClockTolerance = new(
        "audit.clock_tolerance", new DurationKind(TimeSpan.FromSeconds(1), TimeSpan.FromDays(36_500)), "5s", "How far the clock may go back before calls are refused.");
    public static readonly ConfigurationKey AnchorsEvery = new(
        "audit.anchors.every", new DurationKind(TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)), "1h", "How often a checkpoint is taken to the anchors and witnesses.");
    public static readonly ConfigurationKey AnchorsFile = new("audit.anchors.file", new PathKind(), null, "A file, on another disk, that checkpoints are appended to.");
    public static readonly ConfigurationKey AnchorsGit = new("audit.anchors.git", new PathKind(), null, "A git repository that checkpoints are committed to, and pushed where it has an upstream.");
    public static readonly ConfigurationKey AnchorsSyslog = new("audit.anchors.syslog", new TextKind(300), null, "A syslog server for checkpoints, as in tls://logs.example:6514.");
    public static readonly ConfigurationKey AnchorsWebhook = new("audit.anchors.webhook", new UrlKind(), null, "A URL that checkpoints are posted to.");
    public static readonly ConfigurationKey Witnesses = new(
        "audit.witnesses[]", new ListKind(new TextKind(500)), "", "Witnesses that cosign checkpoints (C2SP tlog-witness): public key, space, URL.");
    public static readonly ConfigurationKey ForwardOtlp = new("audit.forward.otlp", new UrlKind(), null, "An OTLP/HTTP receiver that gets every entry.");
    public static readonly ConfigurationKey ForwardSyslog = new("audit.forward.syslog", new TextKind(300), null, "A syslog server that gets every entry, as in tls://logs.example:6514.");
    public static readonly ConfigurationKey ForwardSplunk = new("audit.forward.splunk.url", new UrlKind(), null, "A Splunk HTTP Event Collector that gets every entry.");
    public static readonly ConfigurationKey ForwardSplunkToken = new(
        "audit.forward.splunk.token", new SecretReferenceKind("splunk/token"), "secret://splunk/token", "The secret with the collector's token.");
    public static readonly ConfigurationKey ForwardElasticsearch = new("audit.forward.elasticsearch.url", new UrlKind(), null, "An Elasticsearch that gets every entry by _bulk.");
    public static readonly ConfigurationKey ForwardElasticsearchIndex = new(
        "audit.forward.elasticsearch.index", new TextKind(200), "harombe-audit", "The index or data stream there.");
    public static readonly ConfigurationKey ForwardElasticsearchKey = new(
        "audit.forward.elasticsearch.api_key", new SecretReferenceKind("elasticsearch/api_key"), null, "The secret with its API key.");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All =
    [
        Origin, RetentionDays, ClockTolerance, AnchorsEvery, AnchorsFile, AnchorsGit, AnchorsSyslog, AnchorsWebhook, Witnesses,
        ForwardOtlp, ForwardSyslog, ForwardSplunk, ForwardSplunkToken, ForwardElasticsearch, ForwardElasticsearchIndex, ForwardElasticsearchKey,
    ];
}
