using Harombe.Audit.Entries;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Tests.Audit;

public sealed class MigrationTests
{
    [Fact]
    public async Task A_record_of_the_first_version_goes_on_with_its_entries_its_tree_and_its_open_calls()
    {
        using var folder = new AuditFolder();
        OldRecord.Write(folder.File);
        await using (var log = folder.Open())
        {
            Assert.Equal([new CallId("call_cut")], await log.RecoverAsync(default));
            Assert.IsType<AuditAppend.Duplicate>(await log.AppendAsync(Sample.Intent(new CallId("call_old")), default));
            Assert.Equal(new AuditAppend.Durable(5), await log.AppendAsync(Sample.Intent(CallId.New()), default));
            Assert.Equal(CallFate.Ended, await log.FateAsync(new CallId("call_old"), default));
        }

        Assert.Equal(6, folder.IntactHead().Size);
    }

    [Fact]
    public void A_record_of_the_second_version_goes_on_and_files_what_a_search_passes_over_from_then_on()
    {
        using var folder = new AuditFolder();
        using (var writer = folder.OpenWriter())
        {
            writer.Append([.. Enumerable.Range(0, 100).Select(i => new PendingAppend(RenderedEntry.Of(Sample.Host($"{i}"))))], Sample.Noon);
        }

        using (var connection = folder.Raw())
        {
            connection.Run("DROP TABLE stretches");
            connection.Run("PRAGMA user_version = 2");
        }

        Assert.Contains("has version 2", Assert.IsType<AuditVerdict.CouldNotCheck>(folder.Verify()).Why, StringComparison.Ordinal);
        using (var writer = folder.OpenWriter())
        {
            writer.Append([.. Enumerable.Range(100, 2000).Select(i => new PendingAppend(RenderedEntry.Of(Sample.Host($"{i}"))))], Sample.Noon);
            Assert.Equal(1L, writer.Connection.One("SELECT min(number) FROM stretches"));
        }

        Assert.Equal(2100, folder.IntactHead().Size);
    }

    [Fact]
    public async Task What_was_done_to_a_record_of_the_first_version_is_still_found_after_it_went_on()
    {
        using var folder = new AuditFolder();
        OldRecord.Write(folder.File);
        await folder.FillAsync(Sample.Host());
        folder.Tamper("UPDATE bodies SET bytes = CAST(replace(CAST(bytes AS TEXT), '08:00:02', '09:00:02') AS BLOB) WHERE sequence = 2");

        Assert.Equal(2, Assert.IsType<AuditVerdict.Tampered>(folder.Verify()).Sequence);
    }
}
