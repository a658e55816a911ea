using System.Text.Json.Nodes;
using Harombe.Audit.Checkpoints;
using Harombe.Audit.Entries;
using Harombe.Audit.Merkle;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Testing;
using Harombe.Tests.Audit;

namespace Harombe.Attacks.Audit;

/// <summary>
/// Somebody who may write the file, knows how it is made, and takes care to leave no loose end: leaf hashes, heads, subtrees and triggers are made to
/// fit each time. What remains is what they can't make: a signature, or what was kept elsewhere.
/// </summary>
public sealed class MutationTests
{
    [Fact]
    public async Task Every_field_of_every_entry_edited_with_everything_else_made_to_fit_is_found()
    {
        await using var record = await RecordAsync();
        var original = await CopyAsync(record);
        var edits = 0;
        for (var sequence = 0; sequence < 8; sequence++)
        {
            var entry = JsonNode.Parse(record.Folder.Stored(sequence))!.AsObject();
            foreach (var path in Fields(entry, "").Where((path, i) => path != "seq" && Rounds.Of(i % 3, 0) == 0))
            {
                var forged = JsonNode.Parse(record.Folder.Stored(sequence))!.AsObject();
                Edit(forged, path);
                Forge(record, sequence, CanonicalJson.Write(forged));

                Assert.True(Verify(record, record.Key) is AuditVerdict.Tampered, $"entry {sequence}, {path}");
                edits++;
                await RestoreAsync(record, original);
            }
        }

        Assert.InRange(edits, 20, int.MaxValue);
        Assert.IsType<AuditVerdict.Intact>(Verify(record, record.Key));
    }

    [Fact]
    public async Task An_edited_entry_is_named()
    {
        await using var record = await RecordAsync();
        record.Folder.Tamper("UPDATE bodies SET bytes = CAST(replace(CAST(bytes AS TEXT), 'completed', 'cancelled') AS BLOB) WHERE sequence = 3");
        Named(record, 3, "was edited");
    }

    [Fact]
    public async Task Deleted_swapped_inserted_and_cut_entries_are_found_though_the_tree_was_built_anew()
    {
        foreach (var change in (Func<List<byte[]>, IEnumerable<byte[]>>[])
            [
                all => all.Where((_, i) => i != 4),
                all => all.Select((_, i) => i == 3 ? all[4] : i == 4 ? all[3] : all[i]),
                all => [.. all.Take(4), all[2], .. all.Skip(4)],
                all => all.Take(5),
            ])
        {
            await using var record = await RecordAsync();
            Rebuild(record, [.. change(Bodies(record))]);

            Assert.IsType<AuditVerdict.Tampered>(Verify(record, record.Key));
        }
    }

    [Fact]
    public async Task A_rewrite_from_genesis_with_a_key_of_the_forgers_is_signed_by_somebody_else()
    {
        await using var record = await RecordAsync();
        await using var forged = new SignedFolder();
        await forged.OpenAsync();
        await forged.AppendAsync(Sample.Host("nothing happened"));

        var tampered = Assert.IsType<AuditVerdict.Tampered>(Verify(forged, record.Key));

        Assert.Contains("Nothing is signed by", tampered.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rewrite_from_genesis_with_the_real_key_is_found_by_an_anchor_an_expected_head_and_nothing_less()
    {
        var secrets = new SecretsInMemory();
        await using var record = new SignedFolder(secrets);
        await record.OpenAsync();
        await record.AppendAsync(Entries);
        var (head, anchor) = (record.Folder.IntactHead(), (await record.Checkpoints.SignAsync(default))!.ToString());
        await using var forged = new SignedFolder(secrets);
        await forged.OpenAsync();
        await forged.AppendAsync([.. Entries.Select(_ => Sample.Host("nothing happened")), Sample.Host()]);

        var blind = Assert.IsType<AuditVerdict.Intact>(Verify(forged, record.Key));
        Assert.Equal((0, null), (blind.Anchored, blind.AnchoredBy));
        Assert.NotNull(blind.UnanchoredSince);
        Found(forged, new VerificationRequest { Key = record.Key, Expected = head }, "not those of the expected head");
        Found(forged, new VerificationRequest { Key = record.Key, Anchors = [("other disk", anchor)] }, "not those of the anchor other disk");
    }

    [Fact]
    public async Task A_tail_that_was_cut_together_with_its_heads_and_checkpoints_is_found_by_the_anchor()
    {
        await using var record = await RecordAsync();
        var anchor = (await record.Checkpoints.SignAsync(default))!.ToString();
        var first = Checkpoints(record)[0];
        Rebuild(record, [.. Bodies(record).Take((int)first.Size)]);
        record.Folder.Tamper($"DELETE FROM checkpoints WHERE size > {first.Size}; DELETE FROM blobs; DELETE FROM blob_uses");

        Assert.Equal(first.Size, Assert.IsType<AuditVerdict.Intact>(Verify(record, record.Key)).SignedSize);
        Found(record, new VerificationRequest { Key = record.Key, Anchors = [("a", anchor)] }, "The tail was cut: the anchor a has");
    }

    [Fact]
    public async Task An_old_checkpoint_in_the_place_of_the_last_one_is_found()
    {
        await using var record = await RecordAsync();
        record.Folder.Tamper("UPDATE checkpoints SET note = (SELECT note FROM checkpoints ORDER BY number LIMIT 1) WHERE number = (SELECT max(number) FROM checkpoints)");
        Found(record, new VerificationRequest { Key = record.Key }, "is no checkpoint of");
    }

    [Fact]
    public async Task A_checkpoint_with_one_changed_byte_of_its_signature_is_found()
    {
        await using var record = await RecordAsync();
        var last = Checkpoints(record)[^1];
        Assert.True(SignedNote.TryParse(last.Note, out var note));
        var bytes = note.Signatures[0].Bytes.ToArray();
        bytes[7] ^= 1;
        var spoiled = note with { Signatures = [note.Signatures[0] with { Bytes = bytes }] };
        record.Folder.Tamper(connection => connection.Statement("UPDATE checkpoints SET note = $1 WHERE size = $2", "$1", "$2").With(spoiled.ToString(), last.Size).ExecuteNonQuery());
        Found(record, new VerificationRequest { Key = record.Key }, "was edited, or is signed by somebody else");
    }

    [Fact]
    public async Task Two_records_spliced_together_are_found()
    {
        await using var record = await RecordAsync();
        await using var other = await RecordAsync();
        Rebuild(record, [.. Bodies(record).Take(4), .. Bodies(other).Skip(4)]);

        Assert.IsType<AuditVerdict.Tampered>(Verify(record, record.Key));
        Assert.IsType<AuditVerdict.Tampered>(Verify(record, other.Key));
    }

    [Theory]
    [InlineData("UPDATE blobs SET bytes = CAST('other' AS BLOB)", "was edited: its bytes have another hash")]
    [InlineData("DELETE FROM blobs", "was deleted")]
    [InlineData("INSERT INTO blobs VALUES (zeroblob(32), x'00')", "2 blobs are stored")]
    [InlineData("DELETE FROM blob_uses", "no longer filed")]
    public async Task A_blob_that_was_altered_is_found(string sql, string what)
    {
        await using var record = await RecordAsync();
        record.Folder.Tamper(sql);
        Found(record, new VerificationRequest { Key = record.Key }, what);
    }

    [Fact]
    public async Task A_body_that_was_erased_without_announcement_or_beyond_it_is_found()
    {
        await using var record = await RecordAsync();
        record.Folder.Tamper("INSERT INTO erasures VALUES (2, 2, 5); DELETE FROM bodies WHERE sequence = 2");
        Named(record, 2, "no entry announces that");
    }

    [Fact]
    public async Task Checkpoints_that_were_all_deleted_leave_a_record_that_nothing_signs()
    {
        await using var record = await RecordAsync();
        record.Folder.Tamper("DELETE FROM checkpoints");
        Found(record, new VerificationRequest { Key = record.Key }, "Nothing is signed by");
    }

    [Fact]
    public async Task A_row_of_the_tree_that_was_altered_is_found()
    {
        await using var record = await RecordAsync();
        await record.AppendAsync([.. Enumerable.Range(0, 300).Select(i => Sample.Host($"{i}"))]);
        record.Folder.Tamper("UPDATE subtrees SET hash = zeroblob(32) WHERE height = 8 AND position = 0");
        Found(record, new VerificationRequest { Key = record.Key }, "stored subtree 0 of height 8 was edited");
    }

    private static AuditEntry[] Entries =>
    [
        Sample.Host("1"), Sample.Intent(new CallId("call_1")), Sample.Outcome(new CallId("call_1")), Sample.Stopped(new CallId("call_2")),
        Sample.Intent(new CallId("call_3"), new string('b', 40_000)), Sample.Outcome(new CallId("call_3"), CallEnding.Failed), Sample.Host("2"),
    ];

    private static async Task<SignedFolder> RecordAsync()
    {
        var record = new SignedFolder();
        await record.OpenAsync();
        await record.AppendAsync(Entries[..3]);
        await record.AppendAsync(Entries[3..]);
        return record;
    }

    private static AuditVerdict Verify(SignedFolder record, VerifierKey key) => AuditVerification.Verify(record.Folder.File, new VerificationRequest { Key = key }, default);

    private static void Found(SignedFolder record, VerificationRequest request, string what) =>
        Assert.Contains(what, Assert.IsType<AuditVerdict.Tampered>(AuditVerification.Verify(record.Folder.File, request, default)).What, StringComparison.Ordinal);

    private static void Named(SignedFolder record, long sequence, string what)
    {
        var tampered = Assert.IsType<AuditVerdict.Tampered>(Verify(record, record.Key));
        Assert.Equal(sequence, tampered.Sequence);
        Assert.Contains(what, tampered.What, StringComparison.Ordinal);
    }

    private static List<byte[]> Bodies(SignedFolder record) =>
        [.. Enumerable.Range(0, (int)record.Folder.IntactHead().Size).Select(i => record.Folder.Stored(i))];

    private static List<(long Size, string Note)> Checkpoints(SignedFolder record)
    {
        using var connection = record.Folder.Raw();
        return [.. StoredCheckpoints.All(connection).Select(one => (one.Size, one.Note!.ToString()))];
    }

    private static async Task<byte[]> CopyAsync(SignedFolder record)
    {
        using var connection = record.Folder.Raw();
        connection.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        return await File.ReadAllBytesAsync(record.Folder.File);
    }

    private static async Task RestoreAsync(SignedFolder record, byte[] original)
    {
        await record.CloseAsync();
        File.Delete(record.Folder.File + "-wal");
        File.Delete(record.Folder.File + "-shm");
        await File.WriteAllBytesAsync(record.Folder.File, original);
        await record.OpenAsync();
    }

    // The bytes of one entry, and everything that is derived from them.
    private static void Forge(SignedFolder record, int sequence, byte[] bytes)
    {
        var bodies = Bodies(record);
        bodies[sequence] = bytes;
        Rebuild(record, bodies);
    }

    // Rows, leaf hashes and heads for these bodies, each numbered by where it stands now, one head for each entry; checkpoints stay, they can't be made.
    private static void Rebuild(SignedFolder record, List<byte[]> bodies) => record.Folder.Tamper(connection =>
    {
        connection.Run("DELETE FROM entries; DELETE FROM bodies; DELETE FROM heads; DELETE FROM subtrees");
        var (range, open) = (new CompactRange(), new OpenCalls());
        for (var i = 0; i < bodies.Count; i++)
        {
            var entry = JsonNode.Parse(bodies[i])!.AsObject();
            entry["seq"] = entry["seq"]!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? i : entry["seq"]!.DeepClone();
            var bytes = CanonicalJson.Write(entry);
            var (kind, call) = (entry["kind"]?.ToString() ?? "", entry["call"]?.ToString());
            connection.Statement("INSERT OR IGNORE INTO entries VALUES ($1, $2, $3, $4)", "$1", "$2", "$3", "$4").With(i, kind, call, LeafHash.Of(bytes)).ExecuteNonQuery();
            connection.Statement("INSERT INTO bodies VALUES ($1, $2)", "$1", "$2").With(i, bytes).ExecuteNonQuery();
            range.Append(LeafHash.Of(bytes), null);
            _ = kind == "call.intent" && call is not null && open.Begin(call, i);
            _ = kind == "call.outcome" && call is not null && open.End(call, out _);
            connection.Statement("INSERT INTO heads VALUES ($1, $2, $3, '')", "$1", "$2", "$3").With(range.Size, range.Root(), open.Settled(range.Size)).ExecuteNonQuery();
        }
    });

    private static IEnumerable<string> Fields(JsonObject of, string prefix) =>
        of.SelectMany(member => member.Value is JsonObject inner ? Fields(inner, $"{prefix}{member.Key}/") : [prefix + member.Key]);

    private static void Edit(JsonObject entry, string path)
    {
        var parts = path.Split('/');
        var of = parts[..^1].Aggregate(entry, (inside, name) => inside[name]!.AsObject());
        of[parts[^1]] = of[parts[^1]] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number
            ? value.GetValue<long>() + 1
            : Flipped(of[parts[^1]]!.ToString());
    }

    private static string Flipped(string text) => text.Length == 0 ? "x" : (text[0] == 'a' ? 'b' : 'a') + text[1..];
}
