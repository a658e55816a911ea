using System.Collections.Immutable;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Forwarding;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Audit.Anchors;

/// <summary>How the last round went.</summary>
/// <param name="Note">The checkpoint, with the signatures that were gathered; null where nothing is signed.</param>
/// <param name="Told">The witnesses and anchors that have it.</param>
/// <param name="Failed">Those that don't, with the reason.</param>
internal sealed record AnchorRound(SignedNote? Note, ImmutableArray<string> Told, ImmutableArray<(string Name, string Why)> Failed);

/// <summary>
/// Takes checkpoints outside: first to the witnesses, whose signatures are kept with it, then to every anchor. One that fails keeps none of the
/// others from it, and never the record.
/// </summary>
internal sealed partial class Anchoring(
    SqliteAuditLog log, CheckpointKeeping checkpoints, IOptions<AuditOptions> options, IHttpClientFactory http, TimeProvider time, ILogger<Anchoring> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ImmutableArray<Anchor> anchors = [.. AnchorsOf(options.Value, http, time)];
    private readonly ImmutableArray<Witness> witnesses = [.. options.Value.Witnesses.Select(one => WitnessOf(one, http))];

    /// <summary>Whether there is anybody to tell.</summary>
    public bool HasAny => anchors.Length + witnesses.Length > 0;

    /// <summary>How it went last; null before the first time.</summary>
    public AnchorRound? Last { get; private set; }

    /// <summary>Signs the record as it is and tells everybody.</summary>
    public async Task<AnchorRound> PublishAsync(CancellationToken cancellationToken)
    {
        var note = await checkpoints.SignAsync(cancellationToken).ConfigureAwait(false);
        if (note is null || !Checkpoint.TryParse(note.Text, out var checkpoint))
        {
            return new AnchorRound(null, [], []);
        }

        var (told, failed) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<(string, string)>());
        var before = note.Signatures.Count;
        foreach (var witness in witnesses)
        {
            await TryAsync($"witness {witness.Key.Name}", async patience =>
            {
                var lines = await witness.CosignAsync(log, note, checkpoint.Head, patience).ConfigureAwait(false);
                note = note with { Signatures = [.. note.Signatures, .. lines] };
            }).ConfigureAwait(false);
        }

        if (note.Signatures.Count > before)
        {
            await checkpoints.KeepAsync(note, cancellationToken).ConfigureAwait(false);
        }

        foreach (var anchor in anchors)
        {
            await TryAsync(anchor.Name, patience => anchor.PublishAsync(note, patience)).ConfigureAwait(false);
        }

        return Last = new AnchorRound(note, told.ToImmutable(), failed.ToImmutable());

        async Task TryAsync(string name, Func<CancellationToken, Task> tell)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                await tell(patience.Token).ConfigureAwait(false);
                told.Add(name);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The edge to the outside: whatever is wrong there is reported, and the next round tries again.
                failed.Add((name, e.Message));
                LogFailed(name, e);
            }
        }
    }

    private static IEnumerable<Anchor> AnchorsOf(AuditOptions options, IHttpClientFactory http, TimeProvider time)
    {
        if (options.AnchorFile is { } file)
        {
            yield return new FileAnchor(file);
        }

        if (options.AnchorGit is { } folder)
        {
            yield return new GitAnchor(folder);
        }

        if (options.AnchorSyslog is { } syslog)
        {
            yield return new SyslogAnchor(SyslogAddress.Parse(syslog), time);
        }

        if (options.AnchorWebhook is { } url)
        {
            yield return new WebhookAnchor(url, http);
        }
    }

    private static Witness WitnessOf(string written, IHttpClientFactory http) =>
        Witness.Parse(written) is var (key, prefix) ? new Witness(key, prefix, http) : throw new InvalidOperationException("The options were not validated.");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit checkpoint did not reach {Anchor}; the next round tries again")]
    private partial void LogFailed(string anchor, Exception why);
}
