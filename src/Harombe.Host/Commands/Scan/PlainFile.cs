using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Harombe.Host.Commands.Scan;

/// <summary>Reads a file to its end, whatever length it claims: what the kernel makes up while it is read (<c>/proc</c>) claims none.</summary>
internal static class PlainFile
{
    /// <summary>The most that is read of one file.</summary>
    public const int Largest = 256 * 1024 * 1024;

    private const int Piece = 128 * 1024;

    // O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
    private static readonly int Flags = OperatingSystem.IsMacOS() ? 0x4 | 0x1000000 | 0x20000 : 0x800 | 0x80000 | 0x100;

    /// <summary>A file that somebody named; a pipe, such as a shell's <c>&lt;(…)</c>, is read until its writer is done.</summary>
    /// <exception cref="IOException">It can't be read, or is too large.</exception>
    public static byte[] ReadNamed(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return ToEnd(stream, stream.CanSeek ? stream.Length : 0);
    }

    /// <summary>A file that was met in a folder; null when it is a pipe or a device, which might never end.</summary>
    /// <exception cref="IOException">It can't be read, or is too large.</exception>
    public static byte[]? ReadMet(string path)
    {
        using var handle = Open(path);
        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 0);
        return stream.CanSeek ? ToEnd(stream, stream.Length) : null;
    }

    // Opening a pipe waits for its writer, which may never come; the runtime has no way to open without waiting.
    private static SafeFileHandle Open(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path);
        }

        var descriptor = open(path, Flags);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    private static byte[] ToEnd(FileStream stream, long claimed)
    {
        if (claimed > Largest)
        {
            throw TooLarge();
        }

        Span<byte> next = stackalloc byte[1];
        var content = new byte[Math.Max(claimed, claimed == 0 ? Piece : 0)];
        var read = 0;
        while (true)
        {
            var more = stream.Read(content, read, content.Length - read);
            read += more;
            if (more == 0)
            {
                return read == content.Length ? content : content[..read];
            }

            if (read == content.Length)
            {
                // One byte more shows whether it has ended, without doubling the memory of a file that has the length that it claims.
                if (stream.Read(next) == 0)
                {
                    return content;
                }

                if (read >= Largest)
                {
                    throw TooLarge();
                }

                Array.Resize(ref content, (int)Math.Min(Largest, Math.Max(Piece, content.Length * 2L)));
                content[read++] = next[0];
            }
        }
    }

    private static IOException TooLarge() => new($"larger than {Largest / (1024 * 1024)} MiB; scan it in parts, or through 'harombe scan -'");

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
