using System.Globalization;
using System.Security.Cryptography;

namespace Harombe.Core.Audit;

/// <summary>An entry as it is hashed, stored and proved, all but its sequence number. Immutable.</summary>
/// <param name="Form">RFC 8785 form, with a <c>0</c> for the sequence number.</param>
/// <param name="SequenceAt">Where that 0 stands.</param>
/// <param name="Blobs">What was too large for the entry and stands beside it.</param>
public sealed record EntryBytes(ReadOnlyMemory<byte> Form, int SequenceAt, IReadOnlyList<EntryBlob> Blobs)
{
    /// <summary>When it happened, as the entry has it.</summary>
    public string? Time { get; init; }

    /// <summary>The principal that the entry names.</summary>
    public string? Principal { get; init; }

    /// <summary>The session that the entry names.</summary>
    public string? Session { get; init; }

    /// <summary>The tool that the entry names.</summary>
    public string? Tool { get; init; }

    /// <summary>Digits of the longest number.</summary>
    public const int LongestNumber = 20;

    /// <summary>The canonical bytes with this sequence number.</summary>
    public byte[] At(long sequence)
    {
        Span<byte> room = Form.Length <= 4096 ? stackalloc byte[Form.Length + LongestNumber] : new byte[Form.Length + LongestNumber];
        return room[..Write(sequence, room)].ToArray();
    }

    /// <summary>Writes the canonical bytes with this sequence number, which may take <see cref="LongestNumber"/> bytes more than the form.</summary>
    /// <returns>How many they are.</returns>
    public int Write(long sequence, Span<byte> to)
    {
        var form = Form.Span;
        form[..SequenceAt].CopyTo(to);
        sequence.TryFormat(to[SequenceAt..], out var digits, default, CultureInfo.InvariantCulture);
        form[(SequenceAt + 1)..].CopyTo(to[(SequenceAt + digits)..]);
        return form.Length - 1 + digits;
    }
}

/// <summary>A payload beside its entry, named by its content.</summary>
/// <param name="Address">SHA-256 of the bytes, in lower-case hex.</param>
/// <param name="Bytes">UTF-8 text that has gone through the scanner.</param>
public sealed record EntryBlob(string Address, ReadOnlyMemory<byte> Bytes)
{
    internal static EntryBlob Of(byte[] bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
}
