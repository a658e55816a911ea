using System.Globalization;
using System.Text;
using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Audit.Entries;

/// <summary>
/// An entry in its canonical bytes, all but the sequence number. Made on the caller's thread, so that the one writer only puts the number in.
/// Immutable.
/// </summary>
internal sealed class RenderedEntry
{
    public const int MaxBytes = 65_535;

    // The largest sequence number that canonical JSON can hold has 16 digits; one stands there already.
    private const int RoomForSequence = 15;

    private readonly byte[] form;
    private readonly int sequenceAt;

    private RenderedEntry(AuditEntry entry, byte[] form, int sequenceAt)
    {
        Kind = entry.Kind;
        Call = entry.Call?.Value;
        IsIntent = entry is CallIntent;
        IsOutcome = entry is CallOutcome;
        this.form = form;
        this.sequenceAt = sequenceAt;
    }

    public string Kind { get; }

    public string? Call { get; }

    public bool IsIntent { get; }

    public bool IsOutcome { get; }

    /// <summary>Bytes, less those that a long sequence number adds.</summary>
    public int Length => form.Length;

    /// <exception cref="AuditUnavailableException">The entry can't be recorded, now or later.</exception>
    public static RenderedEntry Of(AuditEntry entry)
    {
        byte[] form;
        try
        {
            form = entry.ToCanonicalBytes(0);
        }
        catch (CanonicalJsonException e)
        {
            throw new AuditUnavailableException($"The entry {entry.Kind} has no canonical form and was not recorded: {e.Message}", e);
        }

        if (form.Length + RoomForSequence > MaxBytes)
        {
            throw new AuditUnavailableException(
                $"The entry {entry.Kind} is too large and was not recorded: {form.Length} bytes, and an entry holds at most {MaxBytes}. Send less in one call.", null);
        }

        if (entry is CallIntent or CallOutcome && string.IsNullOrEmpty(entry.Call?.Value))
        {
            throw new AuditUnavailableException($"The entry {entry.Kind} names no call and was not recorded.", null);
        }

        return new RenderedEntry(entry, form, SequenceIn(form));
    }

    /// <summary>The canonical bytes with this sequence number.</summary>
    public byte[] At(long sequence)
    {
        var digits = Encoding.ASCII.GetBytes(sequence.ToString(CultureInfo.InvariantCulture));
        return [.. form.AsSpan(0, sequenceAt), .. digits, .. form.AsSpan(sequenceAt + 1)];
    }

    private static int SequenceIn(byte[] form)
    {
        var reader = new Utf8JsonReader(form);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("seq"u8);
            reader.Read();
            if (found)
            {
                return (int)reader.TokenStartIndex;
            }

            reader.Skip();
        }

        throw new InvalidOperationException("An entry has no sequence number in its canonical form.");
    }
}
