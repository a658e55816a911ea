using System.Text.Json;

namespace Harombe.Host.Hosting;

/// <summary>
/// The folder that one running host owns. Whoever holds the lock is the one writer; the note beside it tells others where that host listens.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly FileStream held;
    private readonly string path;

    private DataFolder(string path, FileStream held)
    {
        this.path = path;
        this.held = held;
    }

    /// <summary>Makes the folder if need be and takes its lock; null when another host holds it.</summary>
    /// <exception cref="IOException">The folder can't be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public static DataFolder? TryOwn(string path)
    {
        Make(path);
        try
        {
            // FileShare.None is an advisory lock that the system releases with the process, however it ends.
            return new DataFolder(path, new FileStream(Path.Combine(path, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(Path.Combine(path, "host.lock")))
        {
            // Held by another process, which may not have announced itself yet.
            return null;
        }
    }

    /// <summary>Makes a folder that only its owner may read.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    /// <summary>Tells others where this host listens.</summary>
    public void Announce(RunningHost host) =>
        OwnerFile.Write(Path.Combine(path, RunningHost.FileName), JsonSerializer.SerializeToUtf8Bytes(host, HostingJson.Default.RunningHost));

    /// <summary>Gives the folder back.</summary>
    public void Dispose()
    {
        File.Delete(Path.Combine(path, RunningHost.FileName));
        held.Dispose();
    }
}
