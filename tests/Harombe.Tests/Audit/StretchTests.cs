using System.Collections.Immutable;
using Harombe.Audit.Entries;
using Harombe.Audit.Retention;
using Harombe.Audit.Stretches;
using Harombe.Audit.Verification;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Tests.Audit;

public sealed class StretchTests
{
    private const int Size = 4500;

    public static TheoryData<string, AuditQuery> Queries => new()
    {
        { "a principal of one entry", Ask() with { Principal = "rare" } },
        { "a principal of many", Ask() with { Principal = "owner" } },
        { "a principal of none", Ask() with { Principal = "nobody" } },
        { "a tool of one stretch", Ask() with { Tool = "mail.send" } },
        { "a family of tools", Ask() with { Tool = "mail." } },
        { "a kind", Ask() with { Kind = "lease.revoked" } },
        { "a family of kinds", Ask() with { Kind = "host." } },
        { "a time", Ask() with { Since = Sample.Noon.AddSeconds(2100), Until = Sample.Noon.AddSeconds(2103) } },
        { "from a time on", Ask() with { Since = Sample.Noon.AddSeconds(4490) } },
        { "up to a time", Ask() with { Until = Sample.Noon.AddSeconds(5) } },
        { "a principal at a time", Ask() with { Principal = "rare", Until = Sample.Noon.AddSeconds(5) } },
        { "everything", Ask() },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_search_that_passes_stretches_over_finds_what_one_that_reads_all_finds(string what, AuditQuery query)
    {
        using var folder = new AuditFolder();
        Fill(folder);
        await using var log = folder.Open();
        foreach (var newest in new[] { false, true })
        {
            foreach (var after in new long?[] { null, 0, 1500, 3000, Size })
            {
                var asked = query with { NewestFirst = newest, After = after };
                var expected = All(folder, asked);
                var found = await log.ReadAsync(asked, default).Select(record => record.Sequence).ToListAsync();
                Assert.True(expected.SequenceEqual(found), $"{what}, newest first {newest}, after {after}: {expected.Count} and {found.Count}");
            }
        }
    }

    [Fact]
    public void Stretches_without_what_is_asked_for_are_not_read()
    {
        using var folder = new AuditFolder();
        Fill(folder);
        using var connection = folder.Raw();

        Assert.Equal([(2048, 3071), (4096, Size - 1)], Ranges(Ask() with { Tool = "mail.send" }));
        Assert.Equal([(4096, Size - 1), (2048, 3071)], Ranges(Ask() with { Tool = "mail.", NewestFirst = true }));
        Assert.Equal([(0, 1023), (4096, Size - 1)], Ranges(Ask() with { Until = Sample.Noon.AddSeconds(5) }));
        Assert.Equal([(0, Size - 1)], Ranges(Ask()));

        List<(long, long)> Ranges(AuditQuery query) => [.. new StretchSearch(query).Ranges(connection, null)];
    }

    [Fact]
    public async Task A_stretch_that_a_restart_cut_is_read_by_every_search()
    {
        using var folder = new AuditFolder();
        using (var writer = folder.OpenWriter())
        {
            writer.Append(Batch(0, 500), Sample.Noon);
        }

        using (var writer = folder.OpenWriter())
        {
            writer.Append(Batch(500, 2500), Sample.Noon);
        }

        folder.IntactHead();
        using (var connection = folder.Raw())
        {
            Assert.Equal(1L, connection.One("SELECT count(*) FROM stretches"));
        }

        await using var log = folder.Open();
        Assert.Equal([7], await log.ReadAsync(Ask() with { Principal = "rare" }, default).Select(record => record.Sequence).ToListAsync());
    }

    [Theory]
    [InlineData("UPDATE stretches SET terms = x'' WHERE number = 1")]
    [InlineData("UPDATE stretches SET latest = '2020-01-01T00:00:00.000Z' WHERE number = 2")]
    [InlineData("UPDATE stretches SET earliest = '2030-01-01T00:00:00.000Z' WHERE number = 0")]
    [InlineData("INSERT INTO stretches VALUES (4, 'a', 'b', x'')")]
    [InlineData("INSERT INTO stretches VALUES (-1, 'a', 'b', x'')")]
    public void What_would_hide_entries_from_a_search_is_found(string tampering)
    {
        using var folder = new AuditFolder();
        Fill(folder);
        folder.Tamper(tampering);

        Assert.Contains("a search could pass them over", Assert.IsType<AuditVerdict.Tampered>(folder.Verify()).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_filed_of_erased_entries_is_erased_with_them()
    {
        using var folder = new AuditFolder();
        Fill(folder);
        await using (var log = folder.Open())
        {
            var gone = await new Erasure(log, TimeProvider.System).OfSubjectAsync(new PrincipalId("rare"), new PrincipalId("admin"), default);
            Assert.Equal(1, gone);
            Assert.Empty(await log.ReadAsync(Ask() with { Principal = "rare" }, default).ToListAsync());
        }

        Assert.Equal(1, Assert.IsType<AuditVerdict.Intact>(folder.Verify()).Erased);
        using (var connection = folder.Raw())
        {
            Assert.Equal(1L, connection.One("SELECT min(number) FROM stretches"));
        }

        // Nobody can tell any more what was in it.
        folder.Tamper("INSERT INTO stretches SELECT 0, earliest, latest, terms FROM stretches WHERE number = 1");
        Assert.IsType<AuditVerdict.Tampered>(folder.Verify());
    }

    private static AuditQuery Ask() => new(null, 10_000, NewestFirst: false);

    // By the filter alone.
    private static List<long> All(AuditFolder folder, AuditQuery query)
    {
        using var connection = folder.Raw();
        var (filter, found) = (new EntryFilter(query), new List<long>());
        using var rows = new Statement(connection, "SELECT e.sequence, e.kind, b.bytes FROM entries e JOIN bodies b USING (sequence) ORDER BY e.sequence");
        while (rows.Step())
        {
            var kind = System.Text.Encoding.UTF8.GetString(rows.Bytes(1));
            var kinds = query.Kind is null || (query.Kind.EndsWith('.') ? kind.StartsWith(query.Kind, StringComparison.Ordinal) : kind == query.Kind);
            if (kinds && filter.Holds(rows.Bytes(2)) && (query.After is not { } after || (query.NewestFirst ? rows.Long(0) < after : rows.Long(0) > after)))
            {
                found.Add(rows.Long(0));
            }
        }

        if (query.NewestFirst)
        {
            found.Reverse();
        }

        return found;
    }

    private static void Fill(AuditFolder folder)
    {
        using var writer = folder.OpenWriter();
        for (var at = 0; at < Size; at += 900)
        {
            writer.Append(Batch(at, at + 900), Sample.Noon);
        }
    }

    private static List<PendingAppend> Batch(int from, int to) => [.. Enumerable.Range(from, to - from).Select(i => new PendingAppend(RenderedEntry.Of(Entry(i))))];

    private static AuditEntry Entry(int i)
    {
        var time = Sample.Noon.AddSeconds(i);
        return i % 3 == 0
            ? new HostChanged("started", "0.1.0") { Time = time }
            : new LeaseChanged(
                i == 3500 ? "revoked" : "granted", new LeaseId($"l{i}"), CallId.New(), ToolName.Parse(i == 2600 ? "mail.send" : "files.write"),
                new PrincipalId(i == 7 ? "rare" : "owner"), ImmutableArray<SecretName>.Empty, ImmutableArray<SecretName>.Empty, "sealed-file", null) { Time = time };
    }
}
