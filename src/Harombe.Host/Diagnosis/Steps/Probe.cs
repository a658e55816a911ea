using Harombe.Host.Hosting;

namespace Harombe.Host.Diagnosis.Steps;

/// <summary>Writes to a folder and takes it back.</summary>
internal static class Probe
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = 112;

    /// <summary>Writes a file of so many bytes through to the disk, and removes it.</summary>
    /// <exception cref="IOException">It can't.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    public static void Write(string folder, int bytes)
    {
        var file = Path.Combine(folder, $".doctor-{Guid.NewGuid():N}.new");
        try
        {
            using var stream = OwnerFile.New(file);
            stream.Write(new byte[bytes]);
            stream.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Whether it failed because there is no room.</summary>
    public static bool IsFull(Exception e) => e is IOException && (e.HResult & 0xFFFF) is NoSpace or QuotaExceeded or WindowsDiskFull;
}
