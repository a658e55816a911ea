using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Harombe.Benchmarks.Measuring;
using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Benchmarks.Scanning;

/// <summary>What the scan of a thousand clean characters costs, and allocates.</summary>
internal static class CostBenchmark
{
    private const int Issued = 50;
    private const int Rounds = 400;
    private const int Calls = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static Task RunAsync()
    {
        var issued = new IssuedSecrets();
        for (var i = 0; i < Issued; i++)
        {
            issued.Add(SecretName.Parse($"s{i}"), System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))));
        }

        Report.Line($"One thread, {Issued} issued secrets; the best and the median of {Rounds} rounds of {Calls} scans. The aim is 10 µs.");
        var scanner = new SecretScanner(issued);
        Report.Table(
            ["1,000 characters of", "best µs", "median µs", "MB/s at the median", "bytes allocated"],
            CleanTexts.All.Select(text => Row(scanner, text.Name, text.Text)));
        return Task.CompletedTask;
    }

    private static string[] Row(SecretScanner scanner, string name, string text)
    {
        // Until the compiler has done its best, which is a matter of time and not of calls.
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < WarmUp;)
        {
            if (scanner.Scan(text).Count > 0)
            {
                throw new InvalidOperationException($"The clean text '{name}' is flagged.");
            }
        }

        var times = new double[Rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var call = 0; call < Calls; call++)
            {
                scanner.Scan(text);
            }

            times[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls;
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (Rounds * Calls);
        Array.Sort(times);
        return [name, Number(times[0]), Number(times[Rounds / 2]), Number(text.Length / times[Rounds / 2]), allocated.ToString(CultureInfo.InvariantCulture)];
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
