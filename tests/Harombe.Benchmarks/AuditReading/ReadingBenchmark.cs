using System.Diagnostics;
using System.Globalization;
using Harombe.Audit;
using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Benchmarks.Measuring;
using Harombe.Core.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Benchmarks.AuditReading;

/// <summary>A large record: how large it is on disk, how long a start takes, how fast it is verified and searched.</summary>
internal static class ReadingBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var folder = Storage.OnDisk();
        try
        {
            var options = new AuditOptions { Folder = folder };
            var making = Stopwatch.GetTimestamp();
            var call = LargeRecord.Make(options, count);
            Report.Line($"made in {Stopwatch.GetElapsedTime(making).TotalSeconds:N0} s");
            var file = Path.Combine(folder, "audit.db");
            var size = new FileInfo(file).Length;
            var rows = new List<string[]>
            {
                Row("entries (pairs of intent and outcome, 64 to a commit)", $"{count:N0}"),
                Row("bytes an entry, on disk, all told", $"{size / (double)count:N0}"),
                Row("start: open, check the end, find calls that were cut off, ms", $"{Time(() => LogOpening.Open(new AuditFile(options), null, null).Dispose()).TotalMilliseconds:N0}"),
            };
            AuditVerdict verdict = new AuditVerdict.CouldNotCheck("");
            var verifying = Time(() => verdict = AuditVerification.Verify(file, null, null, CancellationToken.None));
            rows.Add(Row("verified, entries/s", verdict is AuditVerdict.Intact ? $"{count / verifying.TotalSeconds:N0}" : throw new InvalidOperationException(verdict.ToString())));
            await using var log = new SqliteAuditLog(options, TimeProvider.System, NullLogger.Instance, null);
            await log.RecoverAsync(CancellationToken.None);
            var (session, middle) = (LargeRecord.Session(count / 2), LargeRecord.Time(count / 2));
            var newest = new AuditQuery(null, 20, NewestFirst: true);
            foreach (var (name, query) in (ReadOnlySpan<(string, AuditQuery)>)
                [
                    ("newest 20 of a kind", newest with { Kind = "call.intent" }),
                    ("all of a call", new AuditQuery(null, 100, NewestFirst: false, null, call)),
                    ("all 200 calls of a session in the middle", new AuditQuery(null, 1000, NewestFirst: false) { Session = session }),
                    ("the one call of a tool", newest with { Tool = LargeRecord.RareTool }),
                    ("the first 100 of a minute in the middle", new AuditQuery(null, 100, NewestFirst: false) { Since = middle, Until = middle.AddMinutes(1) }),
                    ("a principal that isn't there", newest with { Principal = "nobody" }),
                    ("a kind that isn't there", newest with { Kind = "access.issued" }),
                    ("a text that isn't there: every entry is looked at", newest with { Text = "no such text" }),
                ])
            {
                Consume(log, query);
                rows.Add(Row($"search, {name}, ms", $"{Time(() => Consume(log, query)).TotalMilliseconds:N1}"));
            }

            Report.Table(["a large record", "measured"], rows);
        }
        finally
        {
            Storage.Delete(folder);
        }
    }

    private static void Consume(SqliteAuditLog log, AuditQuery query) =>
        Task.Run(async () =>
        {
            await foreach (var _ in log.ReadAsync(query, CancellationToken.None))
            {
            }
        }).GetAwaiter().GetResult();

    private static TimeSpan Time(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start);
    }

    private static string[] Row(string what, string measured) => [what, measured];
}
