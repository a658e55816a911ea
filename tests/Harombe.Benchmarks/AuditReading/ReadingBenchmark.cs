using System.Diagnostics;
using System.Globalization;
using Harombe.Audit;
using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Benchmarks.AuditWriting;
using Harombe.Benchmarks.Measuring;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harombe.Benchmarks.AuditReading;

/// <summary>A large record: how large it is on disk, how long a start takes, how fast it is verified and searched.</summary>
internal static class ReadingBenchmark
{
    private const int Commit = 64;

    public static async Task RunAsync(string[] args)
    {
        var count = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var folder = Storage.OnDisk();
        try
        {
            var options = new AuditOptions { Folder = folder };
            var call = Fill(options, count);
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
            foreach (var (name, query) in (ReadOnlySpan<(string, AuditQuery)>)
                [
                    ("newest 20 of a kind", new AuditQuery(null, 20, NewestFirst: true, "call.intent")),
                    ("all of a call", new AuditQuery(null, 100, NewestFirst: false, null, call)),
                    ("a principal that isn't there: every entry is looked at", new AuditQuery(null, 20, NewestFirst: true) { Principal = "nobody" }),
                    ("a text that isn't there: every entry is looked at", new AuditQuery(null, 20, NewestFirst: true) { Text = "no such text" }),
                ])
            {
                rows.Add(Row($"search, {name}, ms", $"{Time(() => Consume(log, query)).TotalMilliseconds:N1}"));
            }

            Report.Table(["a large record", "measured"], rows);
        }
        finally
        {
            Storage.Delete(folder);
        }
    }

    // Without fsync: it is being made, not measured.
    private static CallId Fill(AuditOptions options, long count)
    {
        using var writer = LogOpening.Open(new AuditFile(options), null, connection => connection.Run("PRAGMA synchronous = OFF"));
        var (batch, middle) = (new List<PendingAppend>(Commit), default(CallId));
        for (var i = 0L; i < count; i += 2)
        {
            var intent = (CallIntent)Entry.Next();
            middle = i >= count / 2 && middle == default ? intent.ToolCall.Id : middle;
            batch.Add(new PendingAppend(RenderedEntry.Of(intent)));
            batch.Add(new PendingAppend(RenderedEntry.Of(new CallOutcome(intent.ToolCall.Id, CallEnding.Completed, TimeSpan.FromMilliseconds(3), null, null) { Time = intent.Time })));
            if (batch.Count >= Commit)
            {
                writer.Append(batch, intent.Time);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            writer.Append(batch, TimeProvider.System.GetUtcNow());
        }

        return middle;
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
