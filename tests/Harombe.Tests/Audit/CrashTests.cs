using System.Collections.Concurrent;
using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Tests.Audit;

/// <summary>What a killed process leaves behind: the bytes that the kernel has of its files, taken while writers are at work.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task No_acknowledged_entry_is_missing_from_the_files_as_they_stand_at_any_moment()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var acknowledged = new ConcurrentDictionary<long, CallId>();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => LoadAsync(log, acknowledged, stop.Token))).ToArray();

        for (var moment = 0; moment < 10; moment++)
        {
            using var copy = new AuditFolder();
            while (acknowledged.Count < (moment + 1) * 40)
            {
                Assert.DoesNotContain(writers, writer => writer.IsFaulted);
                await Task.Yield();
            }

            var promised = Snapshot(folder, copy, acknowledged);

            var intact = Assert.IsType<AuditVerdict.Intact>(copy.Verify());
            Assert.True(intact.Head.Size > promised.Keys.Max());
            await using var restarted = copy.Open();
            foreach (var (_, call) in promised)
            {
                Assert.NotEqual(CallFate.NotStarted, await restarted.FateAsync(call, default));
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    private static async Task LoadAsync(SqliteAuditLog log, ConcurrentDictionary<long, CallId> acknowledged, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var call = CallId.New();
            var append = Assert.IsType<AuditAppend.Durable>(await log.AppendAsync(Sample.Intent(call), CancellationToken.None));
            acknowledged[append.Sequence] = call;
            await log.AppendAsync(Sample.Outcome(call), CancellationToken.None);
        }
    }

    // Two files can't be copied in one instant. A reader that holds on to its snapshot keeps SQLite from reusing the write-ahead log meanwhile, so
    // the copied log covers whatever was still being moved into the copied database, as at a single moment.
    private static Dictionary<long, CallId> Snapshot(AuditFolder from, AuditFolder to, ConcurrentDictionary<long, CallId> acknowledged)
    {
        using var reader = from.Raw();
        reader.Run("BEGIN");
        reader.One("SELECT count(*) FROM heads");
        var promised = acknowledged.ToDictionary();
        File.Copy(from.File, to.File);
        File.Copy(from.File + "-wal", to.File + "-wal");
        reader.Run("COMMIT");
        return promised;
    }
}
