using System.Diagnostics;

namespace Harombe.Benchmarks.Measuring;

/// <summary>Where a benchmark keeps its files: on the disk, or in memory, where the same code does the same fsync for nothing.</summary>
internal static class Storage
{
    /// <summary>Below the current folder, which is on a disk unless the caller stands elsewhere.</summary>
    public static string OnDisk() => Make(Path.Combine(Directory.GetCurrentDirectory(), ".benchmark"));

    public static string InMemory() => Make("/dev/shm");

    /// <summary>The bare cost of making one kilobyte durable: append it to a file, then fsync.</summary>
    public static Samples Fsync(string folder, int rounds, int calls)
    {
        var samples = new Samples();
        var kilobyte = new byte[1024];
        using var file = new FileStream(Path.Combine(folder, "fsync.probe"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var round = 0; round < rounds; round++)
        {
            samples.Begin();
            for (var call = 0; call < calls; call++)
            {
                var start = Stopwatch.GetTimestamp();
                file.Write(kilobyte);
                file.Flush(flushToDisk: true);
                samples.Add(start, Stopwatch.GetTimestamp());
            }
        }

        return samples;
    }

    public static void Delete(string folder) => Directory.Delete(folder, recursive: true);

    private static string Make(string parent) => Directory.CreateDirectory(Path.Combine(parent, $"harombe-{Path.GetRandomFileName()}")).FullName;
}
