using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Harombe.Agent.Workspaces.Linux;

/// <summary>The names in an open folder, read from its descriptor: no path is walked again.</summary>
internal static unsafe class FolderEntries
{
    private const int BufferBytes = 32 * 1024;

    // Layout of struct linux_dirent64: inode 8, offset 8, record length 2, type 1, then the name up to a NUL.
    private const int LengthAt = 16, NameAt = 19;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Up to <paramref name="limit"/> names, unsorted. Names that aren't UTF-8 can't be asked for and are passed over.</summary>
    public static (List<string> Names, bool Complete, int Error) Read(SafeFileHandle folder, int limit, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var buffer = new byte[BufferBytes];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            nint read;
            fixed (byte* to = buffer)
            {
                read = Libc.ReadEntries(folder, to, BufferBytes);
            }

            if (read <= 0)
            {
                return (names, true, read == 0 ? 0 : Marshal.GetLastPInvokeError());
            }

            for (var at = 0; at < (int)read; at += BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthAt)))
            {
                var name = NameOf(buffer.AsSpan(at, BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + LengthAt))));
                if (name is null or "." or "..")
                {
                    continue;
                }

                if (names.Count == limit)
                {
                    return (names, false, 0);
                }

                names.Add(name);
            }
        }
    }

    private static string? NameOf(ReadOnlySpan<byte> record)
    {
        var name = record[NameAt..];
        name = name[..name.IndexOf((byte)0)];
        return System.Text.Unicode.Utf8.IsValid(name) ? Strict.GetString(name) : null;
    }
}
