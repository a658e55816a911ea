using System.Globalization;
using System.Security.Cryptography;

namespace Harombe.Core.Audit;

/// <summary>An entry as it is hashed, stored and proved, all but its sequence number. Immutable.</summary>
/// <param name="Form">RFC 8785 form, with a <c>0</c> for the sequence number.</param>
/// <param name="SequenceAt">Where that 0 stands.</param>
/// <param name="Blobs">What was too large for the entry and stands beside it.</param>
public sealed record EntryBytes(ReadOnlyMemory<byte> Form, int SequenceAt, IReadOnlyList<EntryBlob> Blobs)
{
    /// <summary>The canonical bytes with this sequence number.</summary>
    public byte[] At(long sequence)
    {
        Span<byte> digits = stackalloc byte[20];
        sequence.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        var bytes = new byte[Form.Length - 1 + count];
        Form.Span[..SequenceAt].CopyTo(bytes);
        digits[..count].CopyTo(bytes.AsSpan(SequenceAt));
        Form.Span[(SequenceAt + 1)..].CopyTo(bytes.AsSpan(SequenceAt + count));
        return bytes;
    }
}

/// <summary>A payload beside its entry, named by its content.</summary>
/// <param name="Address">SHA-256 of the bytes, in lower-case hex.</param>
/// <param name="Bytes">UTF-8 text that has gone through the scanner.</param>
public sealed record EntryBlob(string Address, ReadOnlyMemory<byte> Bytes)
{
    internal static EntryBlob Of(byte[] bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes);
}
