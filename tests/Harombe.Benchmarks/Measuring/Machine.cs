using System.Globalization;
using System.Runtime.InteropServices;

namespace Harombe.Benchmarks.Measuring;

/// <summary>What the figures were taken on. A table without it is worth nothing.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var processor = Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        return $"{Environment.ProcessorCount} × {processor}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }

    /// <summary>Of 1, 5 and 15 minutes: how many wanted a core.</summary>
    public static string Load() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3));

    /// <summary>Bytes of resident memory, and the share of it that is the process's own.</summary>
    public static (long Resident, long Proportional) Memory(int process) =>
        (Kilobytes(Field($"/proc/{process}/status", "VmRSS")), Kilobytes(Field($"/proc/{process}/smaps_rollup", "Pss")));

    private static long Kilobytes(string? text) => 1024 * long.Parse(text?.Split(' ')[0] ?? "0", CultureInfo.InvariantCulture);

    private static string? Field(string file, string name) => File.ReadLines(file)
        .Select(line => line.Split(':', 2))
        .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim() == name)?[1].Trim();
}
