using Harombe.Core.Audit;

namespace Harombe.Audit.Forwarding;

/// <summary>A system outside that gets a copy of every entry, at least once. Any exception means that none of the batch is known to have arrived.</summary>
internal abstract class ForwardTarget
{
    /// <summary>Names its offset on disk: plain ASCII.</summary>
    public abstract string Name { get; }

    public abstract Task SendAsync(IReadOnlyList<ForwardedEntry> entries, CancellationToken cancellationToken);
}

/// <summary>An entry as it leaves: its bytes are the recorded ones, or a note that they were erased.</summary>
internal sealed record ForwardedEntry(long Sequence, string Kind, DateTimeOffset Time, string Json)
{
    public static ForwardedEntry Of(AuditRecord record)
    {
        if (record.Bytes.IsEmpty)
        {
            return new ForwardedEntry(record.Sequence, "erased", DateTimeOffset.UnixEpoch, $$"""{"erased":true,"seq":{{record.Sequence}}}""");
        }

        var time = Verification.EntryCheck.Text(record.Bytes.Span, "time"u8);
        return new ForwardedEntry(
            record.Sequence,
            Verification.EntryCheck.Text(record.Bytes.Span, "kind"u8) ?? "unknown",
            DateTimeOffset.TryParse(time, System.Globalization.CultureInfo.InvariantCulture, out var parsed) ? parsed : DateTimeOffset.UnixEpoch,
            System.Text.Encoding.UTF8.GetString(record.Bytes.Span));
    }
}
