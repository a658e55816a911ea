using Harombe.Audit;
using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Benchmarks.Measuring;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Benchmarks.AuditWriting;

/// <summary>
/// Durable entries a second, in turn with the limit that SQLite sets. The turns are short, because what an fsync costs on a shared disk changes
/// tenfold within seconds: only neighbours can be compared.
/// </summary>
internal static class AuditBenchmark
{
    private const int Turns = 24;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    /// <param name="args"><c>tmpfs</c> measures where an fsync costs nothing: what is left is processor time.</param>
    public static async Task RunAsync(string[] args)
    {
        var rows = new List<string[]>();
        foreach (var writers in new[] { 1, 8, 64, 256 })
        {
            rows.Add(await CompareAsync(writers, args.Contains("tmpfs")));
        }

        Report.Table(["writers", "durable entries/s", "raw SQLite, same batches", "raw ÷ ours", "entries a commit", "p50 ms", "p99 ms"], rows);
    }

    private static async Task<string[]> CompareAsync(int writers, bool inMemory)
    {
        var folder = inMemory ? Storage.InMemory() : Storage.OnDisk();
        try
        {
            var (ours, limits, ratios, batches, p50, p99) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
            var file = Path.Combine(folder, "audit.db");
            var log = new SqliteAuditLog(new AuditOptions { Folder = folder }, TimeProvider.System, NullLogger.Instance, null);
            await using (log)
            {
                await log.RecoverAsync(CancellationToken.None);
                using var raw = new RawSqlite(folder);
                var body = Entry.Next().ToCanonicalBytes(1000);
                var crowd = new Writers(log, file, writers);
                await crowd.WriteAsync(Turn);
                for (var turn = 0; turn < Turns; turn++)
                {
                    var run = await crowd.WriteAsync(Turn);
                    var limit = raw.Write((int)Math.Max(1, Math.Round(run.Batch)), body, Turn);
                    ours.Add(run.Rate);
                    limits.Add(limit);
                    ratios.Add(limit / run.Rate);
                    batches.Add(run.Batch);
                    p50.Add(Spread.Quantile(run.Milliseconds, 0.5));
                    p99.Add(Spread.Quantile(run.Milliseconds, 0.99));
                }
            }

            return AuditVerification.Verify(file, null, null, CancellationToken.None) is AuditVerdict.Intact
                ? [$"{writers}", $"{Spread.Of(ours)}", $"{Spread.Of(limits)}", $"{Spread.Of(ratios)}", $"{Spread.Of(batches)}", $"{Spread.Of(p50)}", $"{Spread.Of(p99)}"]
                : throw new InvalidOperationException("The record that was measured does not verify.");
        }
        finally
        {
            Storage.Delete(folder);
        }
    }
}
