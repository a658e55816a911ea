using System.Diagnostics;
using Harombe.Audit.Entries;
using Microsoft.Data.Sqlite;

namespace Harombe.Benchmarks.AuditWriting;

/// <summary>So many callers that each append an entry, wait until it is durable, and append the next.</summary>
internal sealed class Writers(SqliteAuditLog log, string file, int count)
{
    /// <summary>Entries a second, entries a commit, and how long each caller waited, in ascending order.</summary>
    public async Task<(double Rate, double Batch, double[] Milliseconds)> WriteAsync(TimeSpan duration)
    {
        var before = Commits();
        var start = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => AppendAsync(start, duration))));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var all = took.SelectMany(one => one).Order().ToArray();
        return (all.Length / elapsed, all.Length / (double)(Commits() - before), all);
    }

    private async Task<List<double>> AppendAsync(long start, TimeSpan duration)
    {
        var took = new List<double>();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var from = Stopwatch.GetTimestamp();
            await log.AppendAsync(Entry.Next(), CancellationToken.None);
            took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        return took;
    }

    // Every commit writes one head.
    private long Commits()
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return (long)connection.One("SELECT count(*) FROM heads")!; // not null: count always gives a row
    }
}
