using Harombe.Core.Secrets;

namespace Harombe.Secrets.SealedFile;

/// <summary>Reads a file that only its owner may be able to read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>All of it, in a pinned buffer that the caller zeroes; null when there is no such file.</summary>
    /// <exception cref="SecretsUnavailableException">It is open to other accounts, or longer than allowed.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static byte[]? Read(string path, int most)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var handle = File.OpenHandle(path);
        // Asked of the open file and not of the path, so that nobody can swap it in between.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(handle) & ForOthers) != 0)
        {
            throw new SecretsUnavailableException(
                $"{path} is open to other accounts of this machine. Run `chmod 600 {path}`, and rotate the secrets if others use it.", null);
        }

        var length = RandomAccess.GetLength(handle);
        if (length > most)
        {
            throw new SecretsUnavailableException($"{path} holds {length} bytes, and {most} at most can be right. Put it back from a backup.", null);
        }

        var bytes = GC.AllocateArray<byte>((int)length, pinned: true);
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(read), read) is > 0 and var more)
        {
            read += more;
        }

        return read == bytes.Length ? bytes : throw new IOException($"{path} ended early.");
    }
}
