using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Audit.Entries;
using Harombe.Core.Audit;
using Harombe.Core.Calls;

namespace Harombe.Tests.Audit;

public sealed class AppendTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Entries_are_numbered_from_zero_and_stored_as_their_canonical_bytes_with_their_leaf_hash()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var entry = Sample.Intent(CallId.New());

        var append = await log.AppendAsync(entry, None);

        Assert.Equal(new AuditAppend.Durable(0), append);
        var record = Assert.Single(await ReadAsync(log, new AuditQuery(null, 10, false)));
        Assert.Equal(folder.Stored(0), record.Bytes.ToArray());
        Assert.Equal(Canonical(record.Bytes.ToArray()), record.Bytes.ToArray());
        Assert.Equal(SHA256.HashData([0, .. record.Bytes.Span]), record.LeafHash.ToArray());
    }

    [Fact]
    public async Task Many_writers_at_once_get_every_number_once_and_leave_an_intact_record()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();

        var appends = await Task.WhenAll(Enumerable.Range(0, 1500).Select(_ => Task.Run(() => log.AppendAsync(Sample.Intent(CallId.New()), None).AsTask())));

        Assert.Equal(Enumerable.Range(0, 1500).Select(i => (long)i), appends.Select(a => Assert.IsType<AuditAppend.Durable>(a).Sequence).Order());
        Assert.Equal(1500, folder.IntactHead().Size);
    }

    [Fact]
    public async Task A_second_intent_of_a_call_is_a_duplicate_and_writes_nothing()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var call = CallId.New();
        await log.AppendAsync(Sample.Intent(call), None);

        Assert.Equal(new AuditAppend.Duplicate(call), await log.AppendAsync(Sample.Intent(call), None));
        Assert.Equal(1, (await log.HeadAsync(None)).Size);
    }

    [Fact]
    public async Task A_second_intent_of_a_call_is_a_duplicate_also_after_a_restart()
    {
        using var folder = new AuditFolder();
        var call = CallId.New();
        await folder.FillAsync(Sample.Intent(call), Sample.Outcome(call));
        await using var log = folder.Open();

        Assert.Equal(new AuditAppend.Duplicate(call), await log.AppendAsync(Sample.Intent(call), None));
    }

    [Fact]
    public async Task Of_two_hundred_racing_intents_of_one_call_exactly_one_is_durable()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();
        var call = CallId.New();

        var appends = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => log.AppendAsync(Sample.Intent(call), None).AsTask())));

        Assert.Single(appends.OfType<AuditAppend.Durable>());
        Assert.Equal(199, appends.OfType<AuditAppend.Duplicate>().Count());
    }

    [Fact]
    public void A_duplicate_or_a_refusal_within_a_batch_concerns_its_own_caller_only()
    {
        using var folder = new AuditFolder();
        var (once, never) = (CallId.New(), CallId.New());
        AuditEntry[] entries = [Sample.Intent(once), Sample.Intent(once), Sample.Outcome(never), Sample.Outcome(once), Sample.Outcome(once), Sample.Host()];
        var batch = entries.Select(entry => new PendingAppend(RenderedEntry.Of(entry))).ToList();

        using (var writer = folder.OpenWriter())
        {
            writer.Append(batch, Sample.Noon);
        }

        Assert.Equal(new AuditAppend.Durable(0), batch[0].Outcome);
        Assert.Equal(new AuditAppend.Duplicate(once), batch[1].Outcome);
        Assert.Contains("has no intent in the record", batch[2].Refusal?.Message, StringComparison.Ordinal);
        Assert.Equal(new AuditAppend.Durable(1), batch[3].Outcome);
        Assert.Equal(new AuditAppend.Duplicate(once), batch[4].Outcome);
        Assert.Equal(new AuditAppend.Durable(2), batch[5].Outcome);
        Assert.Equal(3, folder.IntactHead().Size);
    }

    [Fact]
    public async Task An_entry_of_more_than_65535_bytes_is_refused_and_the_next_one_is_taken()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(new string('x', 65_500)), None).AsTask());

        Assert.Contains("too large", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new AuditAppend.Durable(0), await log.AppendAsync(Sample.Host(), None));
    }

    [Fact]
    public async Task An_entry_that_names_no_call_where_it_must_is_refused()
    {
        using var folder = new AuditFolder();
        await using var log = folder.Open();

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Outcome(default), None).AsTask());

        Assert.Contains("names no call", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(9_007_199_254_740_991)]
    public void The_number_put_into_rendered_bytes_gives_the_canonical_bytes(long sequence)
    {
        var entry = Sample.Intent(CallId.New(), """{"seq":0,"text":"\"seq\":0"}""");
        var room = new byte[AuditEntry.MaxBytes];
        var bytes = room[..RenderedEntry.Of(entry).Write(sequence, room)];
        Assert.Equal(Encoding.UTF8.GetString(Canonical(bytes)), Encoding.UTF8.GetString(bytes));
        Assert.Equal(sequence, JsonDocument.Parse(bytes).RootElement.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_caller_that_cancels_while_it_waits_for_room_leaves_no_entry()
    {
        using var folder = new AuditFolder();
        folder.Options.Queue = 1;
        using var gate = new ManualResetEventSlim();
        await using var log = folder.Open(_ => gate.Wait());
        using var cancelling = new CancellationTokenSource();
        var queued = log.AppendAsync(Sample.Host("queued"), None).AsTask();
        var waiting = log.AppendAsync(Sample.Host("waiting"), cancelling.Token).AsTask();

        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Set();

        Assert.Equal(new AuditAppend.Durable(0), await queued);
        Assert.Equal(1, (await log.HeadAsync(None)).Size);
    }

    [Fact]
    public async Task A_caller_that_cancels_after_its_entry_is_queued_still_learns_that_it_is_durable()
    {
        using var folder = new AuditFolder();
        using var gate = new ManualResetEventSlim();
        await using var log = folder.Open(_ => gate.Wait());
        using var cancelling = new CancellationTokenSource();
        var queued = log.AppendAsync(Sample.Host(), cancelling.Token).AsTask();

        await cancelling.CancelAsync();
        gate.Set();

        Assert.Equal(new AuditAppend.Durable(0), await queued);
    }

    [Fact]
    public async Task What_is_queued_when_the_log_closes_is_committed_and_what_comes_later_is_refused()
    {
        using var folder = new AuditFolder();
        using var gate = new ManualResetEventSlim();
        var log = folder.Open(_ => gate.Wait());
        var queued = log.AppendAsync(Sample.Host(), None).AsTask();
        var closing = log.DisposeAsync().AsTask();

        var refusal = await Assert.ThrowsAsync<AuditUnavailableException>(() => log.AppendAsync(Sample.Host(), None).AsTask());
        gate.Set();
        await closing;

        Assert.Contains("the host is stopping", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new AuditAppend.Durable(0), await queued);
    }

    [Fact]
    public async Task The_files_of_the_record_belong_to_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new AuditFolder();
        await using var log = folder.Open();
        await log.AppendAsync(Sample.Host(), None);

        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File + suffix));
        }
    }

    [Fact]
    public async Task A_record_goes_on_after_a_restart_across_stored_subtrees()
    {
        using var folder = new AuditFolder();
        using (var writer = folder.OpenWriter())
        {
            writer.Append([.. Enumerable.Range(0, 70_000).Select(i => new PendingAppend(RenderedEntry.Of(Sample.Host($"{i}"))))], Sample.Noon);
        }

        await using var log = folder.Open();

        Assert.Equal(new AuditAppend.Durable(70_000), await log.AppendAsync(Sample.Host(), None));
        Assert.Equal(70_001, folder.IntactHead().Size);
    }

    private static byte[] Canonical(byte[] bytes) => CanonicalJson.Write(JsonDocument.Parse(bytes).RootElement);

    internal static async Task<List<AuditRecord>> ReadAsync(IAuditLog log, AuditQuery query)
    {
        var records = new List<AuditRecord>();
        await foreach (var record in log.ReadAsync(query, None))
        {
            records.Add(record);
        }

        return records;
    }
}
