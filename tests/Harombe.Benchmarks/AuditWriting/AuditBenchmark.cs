using System.Diagnostics;
using Harombe.Audit;
using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Benchmarks.Measuring;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Benchmarks.AuditWriting;

/// <summary>Durable entries a second, in turn with the limit that SQLite sets.</summary>
internal static class AuditBenchmark
{
    private const int Rounds = 5;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public static async Task RunAsync()
    {
        var rows = new List<string[]>();
        foreach (var writers in new[] { 1, 8, 64 })
        {
            var (ours, limits, ratios, batches, p50, p99) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                var run = await WriteAsync(writers);
                var limit = RawSqlite.Measure((int)Math.Max(1, Math.Round(run.Batch)), Entry.Next().ToCanonicalBytes(1000).Length, Duration);
                ours.Add(run.Rate);
                limits.Add(limit);
                ratios.Add(limit / run.Rate);
                batches.Add(run.Batch);
                p50.Add(Spread.Quantile(run.Milliseconds, 0.5));
                p99.Add(Spread.Quantile(run.Milliseconds, 0.99));
            }

            rows.Add([
                $"{writers}", $"{Spread.Of(ours)}", $"{Spread.Of(limits)}", $"{Spread.Of(ratios)}", $"{Spread.Of(batches)}", $"{Spread.Of(p50)}", $"{Spread.Of(p99)}",
            ]);
        }

        Report.Table(["writers", "durable entries/s", "raw SQLite, same batches", "raw ÷ ours", "entries a commit", "p50 ms", "p99 ms"], rows);
    }

    private static async Task<(double Rate, double Batch, double[] Milliseconds)> WriteAsync(int writers)
    {
        var folder = Storage.OnDisk();
        try
        {
            double rate;
            var took = new List<double>[writers];
            var log = new SqliteAuditLog(new AuditOptions { Folder = folder }, TimeProvider.System, NullLogger.Instance, null);
            await using (log)
            {
                await log.RecoverAsync(CancellationToken.None);
                var start = Stopwatch.GetTimestamp();
                await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () => took[writer] = await AppendAsync(log, start))));
                rate = took.Sum(one => one.Count) / Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            var file = Path.Combine(folder, "audit.db");
            if (AuditVerification.Verify(file, null, null, CancellationToken.None) is not AuditVerdict.Intact)
            {
                throw new InvalidOperationException("The record that was measured does not verify.");
            }

            using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            var all = took.SelectMany(one => one).Order().ToArray();
            // Not null: count always gives a row.
            return (rate, all.Length / (double)(long)connection.One("SELECT count(*) FROM heads WHERE size > 0")!, all);
        }
        finally
        {
            Storage.Delete(folder);
        }
    }

    private static async Task<List<double>> AppendAsync(SqliteAuditLog log, long start)
    {
        var took = new List<double>();
        while (Stopwatch.GetElapsedTime(start) < Duration)
        {
            var from = Stopwatch.GetTimestamp();
            await log.AppendAsync(Entry.Next(), CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return took;
    }
}
