using System.Text;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Microsoft.Data.Sqlite;

namespace Harombe.Tests.Audit;

public sealed class VerificationTests
{
    private static readonly CallId Write = new("call_write");

    // 0 host, 1 intent, 2 outcome, 3 host, 4 host
    private static readonly AuditEntry[] Entries =
        [Sample.Host("0"), Sample.Intent(Write), Sample.Outcome(Write), Sample.Host("3"), Sample.Host("4")];

    [Fact]
    public async Task An_untouched_record_is_intact_with_the_root_of_its_entries_and_the_head_that_was_written()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        var root = CompactRangeTests.RangeOver([.. Entries.Select((_, i) => folder.Stored(i))]);

        var intact = Assert.IsType<AuditVerdict.Intact>(folder.Verify());

        Assert.Equal(TreeHead.Of(root), intact.Head);
        Assert.Equal(0, intact.Anchored);
        Assert.Empty(intact.Indeterminate);
        await using var log = folder.Open();
        Assert.Equal(intact.Head, await log.HeadAsync(default));
    }

    [Fact]
    public void A_record_without_entries_is_intact()
    {
        using var folder = new AuditFolder();
        folder.OpenWriter().Dispose();
        Assert.Equal(0, folder.IntactHead().Size);
    }

    [Theory]
    [InlineData("UPDATE bodies SET bytes = CAST(CAST(bytes AS TEXT) || ' ' AS BLOB) WHERE sequence = 3", 3, "was edited: its bytes don't have its leaf hash")]
    [InlineData("UPDATE entries SET leaf = zeroblob(32) WHERE sequence = 1", 1, "was edited: its bytes don't have its leaf hash")]
    [InlineData("DELETE FROM entries WHERE sequence = 2", 2, "Entry 2 was deleted: the next one is 3")]
    [InlineData("DELETE FROM entries WHERE sequence = 0", 0, "Entry 0 was deleted: the next one is 1")]
    [InlineData("DELETE FROM bodies WHERE sequence = 2", 2, "The bytes of entry 2 were deleted")]
    [InlineData("DELETE FROM entries WHERE sequence = 4", 4, "The tail was cut")]
    [InlineData("DELETE FROM entries WHERE sequence >= 3; DELETE FROM bodies WHERE sequence >= 3", 3, "The tail was cut")]
    [InlineData("DELETE FROM entries WHERE sequence = 4; DELETE FROM heads WHERE size = 5", 4, "only its bytes are left")]
    [InlineData("UPDATE entries SET call = 'call_other' WHERE sequence = 1", 1, "filed as something else than its bytes say")]
    [InlineData("UPDATE entries SET kind = 'call.stopped' WHERE sequence = 1", 1, "filed as something else than its bytes say")]
    [InlineData("INSERT INTO entries SELECT -1, kind, call, leaf FROM entries WHERE sequence = 0", -1, "was inserted before the first one")]
    [InlineData("INSERT INTO heads SELECT 0, root, settled, time FROM heads WHERE size = 1", null, "A head of size 0 was inserted")]
    [InlineData("UPDATE heads SET root = zeroblob(32) WHERE size = 4", 3, "another root")]
    [InlineData("UPDATE heads SET settled = 2 WHERE size = 2", 1, "The head of size 2 was edited")]
    [InlineData("DELETE FROM heads WHERE size = 5", 4, "no head covers it")]
    [InlineData("INSERT INTO subtrees VALUES (8, 0, zeroblob(32))", null, "1 subtrees are stored")]
    public async Task A_change_is_found_at_its_entry_and_named(string sql, int? sequence, string what)
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        folder.Tamper(sql);
        AssertTampered(folder.Verify(), sequence, what);
    }

    [Fact]
    public async Task An_entry_rewritten_together_with_its_hash_is_found_by_the_head()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        folder.Tamper(connection => Rewrite(connection, 3, Sample.Host("forged").ToCanonicalBytes(3)));
        AssertTampered(folder.Verify(), 3, "Entry 3 was rewritten together with its leaf hash");
    }

    [Fact]
    public void An_entry_rewritten_together_with_its_hash_is_narrowed_down_to_its_commit()
    {
        using var folder = new AuditFolder();
        using (var writer = folder.OpenWriter())
        {
            writer.Append([.. Entries.Select(entry => new PendingAppend(RenderedEntry.Of(entry)))], Sample.Noon);
        }

        folder.Tamper(connection => Rewrite(connection, 3, Sample.Host("forged").ToCanonicalBytes(3)));
        AssertTampered(folder.Verify(), 0, "One of the entries 0 to 4 was rewritten");
    }

    [Fact]
    public async Task Entries_that_changed_places_are_found_by_their_own_numbers()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        var (third, fourth) = (folder.Stored(3), folder.Stored(4));
        folder.Tamper(connection =>
        {
            Rewrite(connection, 3, fourth);
            Rewrite(connection, 4, third);
        });
        AssertTampered(folder.Verify(), 3, "by its own bytes it is entry 4");
    }

    [Fact]
    public async Task An_entry_in_another_layout_is_found_though_it_says_the_same()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        var padded = (byte[])[.. folder.Stored(3), (byte)' '];
        folder.Tamper(connection => Rewrite(connection, 3, padded));
        AssertTampered(folder.Verify(), 3, "not in canonical form");
    }

    [Theory]
    [InlineData("no json at all", "it is not in canonical form")]
    [InlineData("[]", "it lacks what every entry has")]
    [InlineData("""{"kind":"host.started","seq":3,"time":"x"}""", "it lacks what every entry has")]
    public async Task Bytes_that_are_no_entry_are_found(string bytes, string what)
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        folder.Tamper(connection => Rewrite(connection, 3, Encoding.UTF8.GetBytes(bytes)));
        AssertTampered(folder.Verify(), 3, what);
    }

    [Fact]
    public async Task An_entry_put_behind_the_last_one_is_found()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        folder.Tamper(connection => Insert(connection, 5, Sample.Host("forged")));
        AssertTampered(folder.Verify(), 5, "appended by something else than Harombe");
    }

    [Fact]
    public async Task An_outcome_without_an_intent_is_found()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        folder.Tamper(connection => Insert(connection, 5, Sample.Outcome(new CallId("call_never"))));
        AssertTampered(folder.Verify(), 5, "has no intent before it");
    }

    [Fact]
    public async Task A_second_outcome_is_found()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        folder.Tamper(connection =>
        {
            connection.Run("DROP INDEX once_per_call");
            Insert(connection, 5, Sample.Outcome(Write));
        });
        AssertTampered(folder.Verify(), 5, "a second outcome of the call call_write");
    }

    [Fact]
    public async Task A_cut_that_takes_its_heads_along_is_found_by_the_expected_head_only()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        var expected = folder.IntactHead();
        folder.Tamper("DELETE FROM entries WHERE sequence = 4; DELETE FROM bodies WHERE sequence = 4; DELETE FROM heads WHERE size = 5");

        Assert.Equal(0, Assert.IsType<AuditVerdict.Intact>(folder.Verify()).Anchored);
        AssertTampered(folder.Verify(expected), 4, "The tail was cut: the expected head has 5 entries, the record 4");
    }

    [Fact]
    public async Task A_record_rewritten_from_the_start_is_found_by_the_expected_head_only()
    {
        using var folder = new AuditFolder();
        using var forged = new AuditFolder();
        await folder.FillAsync(Entries);
        await forged.FillAsync([Sample.Host("forged"), .. Entries[1..], Sample.Host("5")]);

        Assert.Equal(6, forged.IntactHead().Size);
        AssertTampered(forged.Verify(folder.IntactHead()), null, "are not those of the expected head");
    }

    [Fact]
    public async Task A_record_that_has_grown_since_is_intact_and_says_up_to_where_it_is_anchored()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        var expected = folder.IntactHead();
        await folder.FillAsync(Sample.Host("5"));

        var intact = Assert.IsType<AuditVerdict.Intact>(folder.Verify(expected));

        Assert.Equal((6, 5), (intact.Head.Size, intact.Anchored));
    }

    [Theory]
    [InlineData("DROP TRIGGER entries_no_update", "the trigger 'entries_no_update' is missing")]
    [InlineData("DROP INDEX once_per_call", "the index 'once_per_call' is missing")]
    [InlineData("CREATE TRIGGER swallow BEFORE INSERT ON entries BEGIN SELECT RAISE(IGNORE); END", "the trigger 'swallow' was added")]
    [InlineData("DROP TRIGGER heads_no_delete; CREATE TRIGGER heads_no_delete BEFORE DELETE ON heads BEGIN SELECT 1; END", "the trigger 'heads_no_delete' was changed")]
    [InlineData("DROP TABLE subtrees", "subtrees")]
    public async Task Tables_that_were_opened_for_change_are_found(string sql, string what)
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        using (var connection = folder.Raw())
        {
            connection.Run(sql);
        }

        AssertTampered(folder.Verify(), null, what);
    }

    [Fact]
    public void A_stored_subtree_that_was_changed_is_found()
    {
        using var folder = new AuditFolder();
        using (var writer = folder.OpenWriter())
        {
            writer.Append([.. Enumerable.Range(0, 600).Select(i => new PendingAppend(RenderedEntry.Of(Sample.Host($"{i}"))))], Sample.Noon);
        }

        folder.Tamper("UPDATE subtrees SET hash = zeroblob(32) WHERE position = 1");

        AssertTampered(folder.Verify(), 511, "The stored subtree 1 of height 8");
    }

    [Fact]
    public async Task Calls_without_an_outcome_are_named_and_are_no_tampering()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync([.. Entries, Sample.Intent(new CallId("call_open"))]);
        Assert.Equal(new CallId("call_open"), Assert.Single(Assert.IsType<AuditVerdict.Intact>(folder.Verify()).Indeterminate));
    }

    [Fact]
    public async Task Verification_changes_nothing_and_leaves_nothing_beside_a_copy()
    {
        using var folder = new AuditFolder();
        using var copy = new AuditFolder();
        await folder.FillAsync(Entries);
        File.Copy(folder.File, copy.File);
        var before = await File.ReadAllBytesAsync(copy.File);

        copy.IntactHead();

        Assert.Equal(before, await File.ReadAllBytesAsync(copy.File));
        Assert.Equal([copy.File], Directory.GetFiles(copy.Options.Folder));
    }

    [Theory]
    [InlineData(null, "There is no file")]
    [InlineData("not a database, but long enough to be looked at as one by its first hundred bytes, which is where SQLite keeps its header", "damaged")]
    [InlineData("", "not an audit log of Harombe")]
    public void What_is_no_record_could_not_be_checked(string? content, string why)
    {
        using var folder = new AuditFolder();
        if (content is not null)
        {
            File.WriteAllText(folder.File, content);
        }

        Assert.Contains(why, Assert.IsType<AuditVerdict.CouldNotCheck>(folder.Verify()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_random_single_byte_changes_to_stored_entries_none_is_missed()
    {
        using var folder = new AuditFolder();
        await folder.FillAsync(Entries);
        for (var sequence = 0; sequence < Entries.Length; sequence++)
        {
            var bytes = folder.Stored(sequence);
            for (var at = 0; at < bytes.Length; at += 13)
            {
                var changed = (byte[])bytes.Clone();
                changed[at] ^= 1;
                folder.Tamper(connection => Rewrite(connection, sequence, changed));
                Assert.Equal(sequence, Assert.IsType<AuditVerdict.Tampered>(folder.Verify()).Sequence);
            }

            folder.Tamper(connection => Rewrite(connection, sequence, bytes));
        }

        folder.IntactHead();
    }

    private static void AssertTampered(AuditVerdict verdict, long? sequence, string what)
    {
        var tampered = Assert.IsType<AuditVerdict.Tampered>(verdict);
        Assert.Contains(what, tampered.What, StringComparison.Ordinal);
        Assert.Equal(sequence, tampered.Sequence);
    }

    // As a forger would who knows how leaves are hashed.
    private static void Rewrite(SqliteConnection connection, long sequence, byte[] bytes)
    {
        connection.Statement("UPDATE bodies SET bytes = $1 WHERE sequence = $2", "$1", "$2").With(bytes, sequence).ExecuteNonQuery();
        connection.Statement("UPDATE entries SET leaf = $1 WHERE sequence = $2", "$1", "$2").With(LeafHash.Of(bytes), sequence).ExecuteNonQuery();
    }

    private static void Insert(SqliteConnection connection, long sequence, AuditEntry entry)
    {
        var bytes = entry.ToCanonicalBytes(sequence);
        connection.Statement("INSERT INTO entries VALUES ($1, $2, $3, $4)", "$1", "$2", "$3", "$4")
            .With(sequence, entry.Kind, entry.Call?.Value, LeafHash.Of(bytes)).ExecuteNonQuery();
        connection.Statement("INSERT INTO bodies VALUES ($1, $2)", "$1", "$2").With(sequence, bytes).ExecuteNonQuery();
    }
}
