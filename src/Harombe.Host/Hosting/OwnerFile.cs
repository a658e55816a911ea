using System.Security.Cryptography;

namespace Harombe.Host.Hosting;

/// <summary>Files that only their owner may read.</summary>
internal static class OwnerFile
{
    /// <summary>Replaces a file at once, mode 0600: a reader sees the old or the new content, never a part.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var fresh = $"{path}.{Environment.ProcessId}.new";
        using (var stream = New(fresh))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Makes a file anew, mode 0600.</summary>
    public static FileStream New(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>The random key in a file; made at the first start.</summary>
    /// <exception cref="IOException">The file is there but is no key of this length.</exception>
    public static byte[] ReadOrCreateKey(string path, int length)
    {
        if (!File.Exists(path))
        {
            Write(path, RandomNumberGenerator.GetBytes(length));
        }

        var key = File.ReadAllBytes(path);
        return key.Length == length ? key : throw new IOException($"{path} is damaged. Delete it to have a new one; questions that are open must then be asked again.");
    }
}
