using System.Diagnostics;
using System.Globalization;
using System.Text;
using Harombe.Benchmarks.Measuring;
using Harombe.Secrets.Scanning;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Benchmarks.Scanning;

/// <summary>How fast real files are scanned on one core, once they are in memory: <c>--scan-files folder [suffix]</c>.</summary>
internal static class FilesBenchmark
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(8);

    public static Task RunAsync(string[] args)
    {
        var folder = args.FirstOrDefault() ?? Path.GetDirectoryName(typeof(object).Assembly.Location)!; // not null: the file stands in a folder
        var suffix = args.Skip(1).FirstOrDefault() ?? "";
        var texts = Directory.EnumerateFiles(folder, "*" + suffix, SearchOption.AllDirectories).Select(File.ReadAllBytes).Where(bytes => !bytes.AsSpan().Contains((byte)0)).ToArray();
        var bytes = texts.Sum(text => (long)text.Length);
        var decoded = texts.Select(text => Encoding.UTF8.GetString(text)).ToArray();
        var scanner = new SecretScanner(new IssuedSecrets());
        var (best, found) = (double.MaxValue, 0);
        var own = Process.GetCurrentProcess();
        var since = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(since) < Least)
        {
            found = 0;
            var before = own.UserProcessorTime;
            foreach (var text in decoded)
            {
                found += scanner.Scan(text).Count;
            }

            own.Refresh();
            best = Math.Min(best, (own.UserProcessorTime - before).TotalSeconds);
        }

        Report.Line(string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB in {texts.Length} files, {found} findings: {best:0.00} s of processor time, {bytes / best / 1e6:0} MB/s on one core"));
        return Task.CompletedTask;
    }
}
