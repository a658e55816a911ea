using System.Diagnostics;
using System.Globalization;
using Harombe.Core.Calls;

namespace Harombe.Core.Audit;

/// <summary>
/// One thing that happened, as it stands in the record. A closed family: see the records beside this one. Entries hold nothing that has not
/// gone through the scanner.
/// </summary>
public abstract record AuditEntry
{
    /// <summary>The most bytes that an entry may have; larger payloads stand in blobs beside it. What C2SP tlog-tiles can bundle.</summary>
    public const int MaxBytes = 65_535;

    private protected AuditEntry()
    {
    }

    /// <summary>When it happened, by the host's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The span in which it happened, as trace id and span id with a dash between (W3C trace context); null where nobody traces.</summary>
    public string? Span { get; init; } = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true } span ? $"{span.TraceId}-{span.SpanId}" : null;

    /// <summary>Stable name of the kind, for example <c>call.intent</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The call it belongs to, if it belongs to one.</summary>
    public virtual CallId? Call => null;

    /// <summary>The bytes that are hashed, stored and proved: RFC 8785 form, sequence number and a fresh salt included. No two are alike.</summary>
    public byte[] ToCanonicalBytes(long sequence) => Render(null).At(sequence);

    /// <summary>The bytes, all but the sequence number.</summary>
    /// <param name="seal">Commits to what must not be written down; without one there are no commitments.</param>
    public EntryBytes Render(EntrySeal? seal)
    {
        var form = new EntryForm(seal);
        form.Add("v", 2);
        form.Add("time", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        form.Add("kind", Kind);
        form.Add("call", Call?.Value);
        form.Add("span", Span);
        Fill(form);
        return form.Finish();
    }

    /// <summary>Adds what this kind has to say. Time, kind and call are there already.</summary>
    private protected abstract void Fill(EntryForm form);
}
