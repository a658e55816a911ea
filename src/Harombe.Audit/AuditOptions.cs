using System.ComponentModel.DataAnnotations;
using Harombe.Core.Secrets;

namespace Harombe.Audit;

/// <summary>Where the record is kept and how many entries share a commit.</summary>
public sealed class AuditOptions : IValidatableObject
{
    /// <summary>The data folder; the record is <c>audit.db</c> in it.</summary>
    [Required(ErrorMessage = "Folder is missing: name the data folder that holds audit.db.")]
    public string Folder { get; set; } = "";

    /// <summary>At most so many entries in one commit.</summary>
    [Range(1, 65_536)]
    public int BatchEntries { get; set; } = 512;

    /// <summary>A commit takes no further entry once it holds so many bytes.</summary>
    [Range(1, 64 * 1024 * 1024)]
    public int BatchBytes { get; set; } = 1024 * 1024;

    /// <summary>At most so many entries wait for the writer; further callers wait for room, and may still cancel.</summary>
    [Range(1, 65_536)]
    public int Queue { get; set; } = 1024;

    /// <summary>Seconds to wait while another program holds the file, before the callers are refused.</summary>
    [Range(1, 300)]
    public int BusySeconds { get; set; } = 5;

    /// <summary>Runs before a record of an earlier version is changed into this one's form. What it throws leaves the record as it was.</summary>
    public Action? BeforeMigration { get; set; }

    /// <summary>Names the log in its checkpoints, as a URL without scheme. A log keeps it for life.</summary>
    [RegularExpression(@"[^\s+]{1,200}", ErrorMessage = "Origin must have 1 to 200 characters, no space and no plus: an address without scheme, such as example.com/harombe.")]
    public string Origin { get; set; } = "harombe.invalid/audit";

    /// <summary>Seconds between two checkpoints of a record that grows.</summary>
    [Range(1, 3600)]
    public int CheckpointSeconds { get; set; } = 1;

    /// <summary>Bodies older than so many days are erased; 0 keeps them.</summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>How often checkpoints are taken outside.</summary>
    public TimeSpan AnchorEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A file that checkpoints are appended to.</summary>
    public string? AnchorFile { get; set; }

    /// <summary>A git repository that checkpoints are committed to.</summary>
    public string? AnchorGit { get; set; }

    /// <summary>A syslog server that checkpoints are sent to: <c>tls://host:6514</c>.</summary>
    public string? AnchorSyslog { get; set; }

    /// <summary>A URL that checkpoints are posted to.</summary>
    public Uri? AnchorWebhook { get; set; }

    /// <summary>Witnesses that cosign checkpoints: each a public key, a space and a URL.</summary>
    public IList<string> Witnesses { get; } = [];

    /// <summary>An OTLP/HTTP receiver that entries are sent to.</summary>
    public Uri? ForwardOtlp { get; set; }

    /// <summary>A syslog server that entries are sent to.</summary>
    public string? ForwardSyslog { get; set; }

    /// <summary>A Splunk HTTP Event Collector that entries are sent to.</summary>
    public Uri? ForwardSplunk { get; set; }

    /// <summary>The secret with the collector's token.</summary>
    public SecretName ForwardSplunkToken { get; set; }

    /// <summary>An Elasticsearch that entries are sent to.</summary>
    public Uri? ForwardElasticsearch { get; set; }

    /// <summary>The index or data stream there.</summary>
    public string ForwardElasticsearchIndex { get; set; } = "harombe-audit";

    /// <summary>The secret with its API key, if it wants one.</summary>
    public SecretName? ForwardElasticsearchKey { get; set; }

    /// <summary>How far the clock may go back before calls are refused: an order of events that the record can't tell is none.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var witness in Witnesses)
        {
            if (Anchors.Witness.Parse(witness) is null)
            {
                yield return new ValidationResult("audit.witnesses must list each witness as its public key, a space and its URL: witness.example+<8 hex digits>+<base64> https://witness.example/.");
            }
        }

        foreach (var (key, address) in ((string, string?)[])[("audit.anchors.syslog", AnchorSyslog), ("audit.forward.syslog", ForwardSyslog)])
        {
            if (address is not null && !Forwarding.SyslogAddress.IsAddress(address))
            {
                yield return new ValidationResult($"{key} must be the address of a syslog server: tls://host:6514, tcp://host:601 or udp://host:514.");
            }
        }
    }

    internal string File => Path.Combine(Folder, "audit.db");
}
