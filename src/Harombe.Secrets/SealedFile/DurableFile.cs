using System.Runtime.InteropServices;

namespace Harombe.Secrets.SealedFile;

/// <summary>
/// Replaces a small file so that after a crash at any moment it holds either all of the old bytes or all of the new ones.
/// Only for one writer at a time. Files are readable and writable by their owner alone.
/// </summary>
internal static class DurableFile
{
    private const int Largest = 64 * 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>All bytes of the file; null when there is none.</summary>
    public static byte[]? Read(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length > Largest)
            {
                throw new IOException($"It is larger than {Largest} bytes.");
            }

            var bytes = new byte[length];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(read), read) is > 0 and var count)
            {
                read += count;
            }

            return read == bytes.Length ? bytes : bytes[..read];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var draft = path + ".draft";
        // One that a crash left behind may have another mode, and the mode is only set on creation.
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        // Path.GetDirectoryName is null only for a root, which can't be a file.
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Gives a file another's name, durably and at once.</summary>
    public static void Rename(string path, string to)
    {
        File.Move(path, to, overwrite: true);
        // Path.GetDirectoryName is null only for a root, which can't be a file.
        FlushFolder(Path.GetDirectoryName(to)!);
    }

    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Makes the rename itself durable: without it a power cut can bring the old name back. Windows journals it.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The base library opens no folders.
        var descriptor = open(folder, 0);
        if (descriptor < 0)
        {
            throw new IOException($"{folder} can't be opened (errno {Marshal.GetLastPInvokeError()}).");
        }

        var flushed = fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = close(descriptor);
        if (flushed != 0)
        {
            throw new IOException($"{folder} can't be flushed to disk (errno {error}).");
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
