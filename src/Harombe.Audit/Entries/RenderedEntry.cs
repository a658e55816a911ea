using System.Text;
using Harombe.Audit.Stretches;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Audit.Entries;

/// <summary>
/// An entry in its canonical bytes, all but the sequence number. Made on the caller's thread, so that the one writer only puts the number in.
/// Immutable.
/// </summary>
internal sealed class RenderedEntry
{
    // The largest sequence number that canonical JSON can hold has 16 digits; one stands there already.
    private const int RoomForSequence = 15;

    private readonly EntryBytes bytes;

    private RenderedEntry(AuditEntry entry, EntryBytes bytes)
    {
        Call = entry.Call?.Value;
        (Kind, CallBytes) = (Encoding.UTF8.GetBytes(entry.Kind), Call is null ? null : Encoding.UTF8.GetBytes(Call));
        IsIntent = entry is CallIntent;
        IsOutcome = entry is CallOutcome;
        this.bytes = bytes;
        Time = Utf8(bytes.Time);
        var marks = new List<ulong>(8);
        new EntryMarks { Kind = Kind, Time = Time, Principal = Utf8(bytes.Principal), Session = Utf8(bytes.Session), Tool = Utf8(bytes.Tool) }.AddTo(marks);
        Marks = [.. marks];
    }

    /// <summary>UTF-8.</summary>
    public byte[] Kind { get; }

    public string? Call { get; }

    /// <summary>UTF-8; null for no call.</summary>
    public byte[]? CallBytes { get; }

    /// <summary>UTF-8.</summary>
    public byte[] Time { get; }

    /// <summary>See <see cref="EntryMarks"/>.</summary>
    public ulong[] Marks { get; }

    public bool IsIntent { get; }

    public bool IsOutcome { get; }

    public IReadOnlyList<EntryBlob> Blobs => bytes.Blobs;

    /// <summary>Bytes, less those that a long sequence number adds.</summary>
    public int Length => bytes.Form.Length;

    /// <summary>Without commitments.</summary>
    public static RenderedEntry Of(AuditEntry entry) => Of(entry, null);

    /// <exception cref="AuditUnavailableException">The entry can't be recorded, now or later.</exception>
    public static RenderedEntry Of(AuditEntry entry, EntrySeal? seal)
    {
        EntryBytes bytes;
        try
        {
            bytes = entry.Render(seal);
        }
        catch (CanonicalJsonException e)
        {
            throw new AuditUnavailableException($"The entry {entry.Kind} has no canonical form and was not recorded: {e.Message}", e);
        }

        if (bytes.Form.Length + RoomForSequence > AuditEntry.MaxBytes)
        {
            throw new AuditUnavailableException(
                $"The entry {entry.Kind} is too large and was not recorded: {bytes.Form.Length} bytes, and an entry holds at most {AuditEntry.MaxBytes}. Send less in one call.", null);
        }

        if (entry is CallIntent or CallOutcome && string.IsNullOrEmpty(entry.Call?.Value))
        {
            throw new AuditUnavailableException($"The entry {entry.Kind} names no call and was not recorded.", null);
        }

        return new RenderedEntry(entry, bytes);
    }

    private static byte[] Utf8(string? text) => text is null ? [] : Encoding.UTF8.GetBytes(text);

    /// <summary>Writes the canonical bytes with this sequence number; there must be room for <see cref="AuditEntry.MaxBytes"/>.</summary>
    /// <returns>How many they are.</returns>
    public int Write(long sequence, Span<byte> to) => bytes.Write(sequence, to);
}
