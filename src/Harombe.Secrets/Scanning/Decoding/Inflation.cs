using System.IO.Compression;

namespace Harombe.Secrets.Scanning.Decoding;

/// <summary>Unpacks gzip and zlib, no further than it is told to.</summary>
internal static class Inflation
{
    public static bool IsPacked(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 12 && ((bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8) || (bytes[0] == 0x78 && bytes[1] is 0x01 or 0x5e or 0x9c or 0xda && ((bytes[0] << 8) | bytes[1]) % 31 == 0));

    /// <summary>Unpacks into the room given. What is cut off or damaged gives what came before.</summary>
    /// <returns>How many bytes came, and whether more would have.</returns>
    public static (int Length, bool IsMore) Unpack(ReadOnlySpan<byte> packed, Span<byte> room)
    {
        using var source = new MemoryStream(packed.ToArray(), writable: false);
        using Stream stream = packed[0] == 0x1f ? new GZipStream(source, CompressionMode.Decompress) : new ZLibStream(source, CompressionMode.Decompress);
        var length = 0;
        try
        {
            while (length < room.Length)
            {
                var read = stream.Read(room[length..]);
                if (read == 0)
                {
                    return (length, false);
                }

                length += read;
            }

            return (length, stream.ReadByte() >= 0);
        }
        catch (InvalidDataException)
        {
            return (length, false);
        }
    }
}
