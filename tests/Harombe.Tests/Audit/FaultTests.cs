using Harombe.Audit.Entries;
using Harombe.Audit.Retention;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Extensions.Time.Testing;

namespace Harombe.Tests.Audit;

public sealed class FaultTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task A_full_disk_refuses_and_the_log_goes_on_without_a_gap_when_there_is_room_again()
    {
        using var folder = new AuditFolder();
        var full = true;
        await using var log = folder.Open(connection => connection.Run($"PRAGMA max_page_count = {(full ? 40 : 100_000)}"));
        var acknowledged = 0;
        AuditUnavailableException? refusal = null;
        while (refusal is null)
        {
            try
            {
                await log.AppendAsync(Sample.Host(new string('x', 20_000)), None);
                acknowledged++;
            }
            catch (AuditUnavailableException e)
            {
                refusal = e;
            }
        }

        Assert.Contains("the disk is full", refusal.Message, StringComparison.Ordinal);
        full = false;
        Assert.Equal(new AuditAppend.Durable(acknowledged), await log.AppendAsync(Sample.Host(), None));
        Assert.Equal(acknowledged + 1, folder.IntactHead().Size);
    }

    [Fact]
    public async Task A_file_that_another_program_holds_refuses_until_it_lets_go()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        await log.AppendAsync(Sample.Host(), None);
        using var other = folder.Raw();
        using (other.BeginTransaction())
        {
            var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
            Assert.Contains("locked by another program", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(new AuditAppend.Durable(1), await log.AppendAsync(Sample.Host(), None));
    }

    [Fact]
    public async Task A_file_that_another_program_holds_refuses_an_erasure_and_nothing_of_it_was_done()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        for (var i = 0; i < 3; i++)
        {
            await log.AppendAsync(Sample.Host(), None);
        }

        var erasure = new Erasure(log, TimeProvider.System);
        using var other = folder.Raw();
        using (other.BeginTransaction())
        {
            var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => erasure.BeforeAsync(Sample.Noon.AddDays(1), None).AsTask());
            Assert.Contains("locked by another program", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3, folder.IntactHead().Size);
        Assert.Equal(3, await erasure.BeforeAsync(Sample.Noon.AddDays(1), None));
        Assert.Equal(4, folder.IntactHead().Size);
    }

    [Fact]
    public async Task A_clock_that_goes_back_refuses_until_it_has_caught_up_also_after_a_restart()
    {
        using var folder = new AuditFolder();
        var clock = new FakeTimeProvider(Sample.Noon);
        await using (var log = folder.Open(clock))
        {
            await log.AppendAsync(Sample.Host(), None);
            clock.AdjustTime(Sample.Noon.AddSeconds(-4));
            await log.AppendAsync(Sample.Host(), None);
            clock.AdjustTime(Sample.Noon.AddSeconds(-6));
            var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
            Assert.Contains("The clock went back from 2026-11-23T12:00:00.000Z to 2026-11-23T11:59:54.000Z", refusal.Message, StringComparison.Ordinal);
        }

        await using var restarted = folder.Open(clock);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => restarted.AppendAsync(Sample.Host(), None).AsTask());
        clock.AdjustTime(Sample.Noon.AddSeconds(1));
        Assert.Equal(new AuditAppend.Durable(2), await restarted.AppendAsync(Sample.Host(), None));
    }

    [Fact]
    public async Task A_read_only_file_refuses_until_it_can_be_written()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Sample.Host());
        var readOnly = true;
        await using var log = folder.Open(connection => connection.Run($"PRAGMA query_only = {(readOnly ? 1 : 0)}"));

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
        Assert.Contains("read-only", refusal.Message, StringComparison.Ordinal);

        readOnly = false;
        Assert.Equal(new AuditAppend.Durable(1), await log.AppendAsync(Sample.Host(), None));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_refuses_until_it_is_a_folder()
    {
        using var folder = new AuditFolder();
        folder.Options.Folder = Path.Combine(folder.Options.Folder, "data");
        await File.WriteAllTextAsync(folder.Options.Folder, "", None);
        await using var log = folder.Open();

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
        Assert.Contains("can't be opened", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => log.FateAsync(CallId.New(), None).AsTask());

        File.Delete(folder.Options.Folder);
        Assert.Equal(new AuditAppend.Durable(0), await log.AppendAsync(Sample.Host(), None));
    }

    [Fact]
    public async Task A_damaged_page_refuses_and_can_not_be_checked()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Sample.Host());
        await using (var file = new FileStream(folder.File, FileMode.Open))
        {
            file.Position = 4096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xFF, (int)file.Length - 4096).ToArray(), None);
        }

        await using var log = folder.Open();
        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());

        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("damaged", Assert.IsType<AuditVerdict.CouldNotCheck>(folder.Verify()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_are_damaged_while_the_host_runs_refuse_and_nothing_was_acknowledged_that_is_not_there_when_they_are_well_again()
    {
        using var folder = new AuditFolder();
        // Without a cache every page is read again.
        await using var log = folder.Open(connection => connection.Run("PRAGMA cache_size = 0"));
        for (var i = 0; i < 20; i++)
        {
            await log.AppendAsync(Sample.Host(new string('x', 5000)), None);
        }

        await log.BetweenBatchesAsync(writer => writer.Connection.One("PRAGMA wal_checkpoint(TRUNCATE)"), None);
        var sound = await File.ReadAllBytesAsync(folder.File, None);
        await WriteAsync([.. sound.Select((one, at) => at < 4096 ? one : (byte)0xFF)]);
        for (var i = 0; i < 3; i++)
        {
            var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
            Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
        }

        await WriteAsync(sound);
        Assert.Equal(new AuditAppend.Durable(20), await log.AppendAsync(Sample.Host(), None));
        Assert.Equal(21, folder.IntactHead().Size);

        async Task WriteAsync(byte[] bytes)
        {
            await using var file = new FileStream(folder.File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            await file.WriteAsync(bytes, None);
        }
    }

    [Fact]
    public async Task A_file_that_is_deleted_while_it_is_open_takes_no_more_entries_and_no_new_one_is_begun()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        await log.AppendAsync(Sample.Host(), None);
        File.Delete(folder.File);

        for (var i = 0; i < 2; i++)
        {
            var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
            Assert.Contains("moved or deleted", refusal.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(folder.File));
    }

    [Fact]
    public async Task A_file_that_was_put_in_the_place_of_ours_takes_no_entries()
    {
        using var folder = new AuditFolder();
        using var other = new AuditFolder();
        await other.FillAsync(Sample.Host("other"));
        await using var log = folder.Open();
        await log.AppendAsync(Sample.Host(), None);
        File.Delete(folder.File);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
        // The old write-ahead log would bring our entries back into any file that it is put beside.
        File.Delete(folder.File + "-wal");
        File.Delete(folder.File + "-shm");
        File.Copy(other.File, folder.File);

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());

        Assert.Contains("lacks entries that were acknowledged", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE entries SET leaf = zeroblob(32) WHERE sequence = 2", "don't give the hash of the head")]
    [InlineData("DELETE FROM entries WHERE sequence = 2", "The last head covers 3 entries")]
    [InlineData("DELETE FROM heads WHERE size = 3", "The last head covers 2 entries")]
    public async Task A_record_whose_end_was_changed_is_not_continued(string tampering, string reason)
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Sample.Host("1"), Sample.Host("2"), Sample.Host("3"));
        folder.Tamper(tampering);
        await using var log = folder.Open();

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("harombe audit verify", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_without_one_of_its_triggers_is_not_continued()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Sample.Host());
        using (var connection = folder.Raw())
        {
            connection.Run("DROP TRIGGER entries_no_delete");
        }

        await using var log = folder.Open();
        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());

        Assert.Contains("'entries_no_delete' is missing", refusal.Message, StringComparison.Ordinal);
    }
}
