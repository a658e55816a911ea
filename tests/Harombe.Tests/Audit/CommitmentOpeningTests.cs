using Harombe.Audit.Checkpoints;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Tests.Audit;

public sealed class CommitmentOpeningTests
{
    [Fact]
    public async Task The_key_of_an_entry_opens_its_commitment_and_no_other_and_the_revealing_is_in_the_record()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        await folder.AppendAsync(Sample.Intent(CallId.New(), """{"redacted":"[redacted]"}"""), Sample.Intent(CallId.New(), """{"redacted":"[redacted]"}"""));

        var revealed = await new Revealing(folder.Log, folder.Keys, TimeProvider.System).RevealAsync(1, new PrincipalId("admin"), default);

        var opening = CommitmentOpening.Parse(CommitmentOpening.Of(1, revealed!.Key, " { } ")!.ToString())!; // not null: the entry has a commitment, and that is JSON
        Assert.True(opening.Opens(folder.Folder.Stored(1)));
        Assert.False(opening.Opens(folder.Folder.Stored(2)));
        Assert.False((opening with { Entry = 2 }).Opens(folder.Folder.Stored(2)));
        Assert.False((opening with { Arguments = """{"a":1}""" }).Opens(folder.Folder.Stored(1)));
        Assert.False((opening with { Key = new string('0', 64) }).Opens(folder.Folder.Stored(1)));
        Assert.False(opening.Opens("{"u8));
        var written = Assert.Single(await folder.Log.ReadAsync(new AuditQuery(null, 10, NewestFirst: false, "audit.revealed"), default).ToListAsync());
        Assert.Contains("\"by\":\"admin\"", System.Text.Encoding.UTF8.GetString(written.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_is_nothing_to_reveal_where_nothing_was_redacted_or_no_such_entry_is()
    {
        await using var folder = new SignedFolder();
        await folder.OpenAsync();
        await folder.AppendAsync(Sample.Intent(CallId.New()));
        var revealing = new Revealing(folder.Log, folder.Keys, TimeProvider.System);

        Assert.Null(await revealing.RevealAsync(1, new PrincipalId("admin"), default));
        Assert.Null(await revealing.RevealAsync(7, new PrincipalId("admin"), default));
        Assert.Null(await revealing.RevealAsync(-1, new PrincipalId("admin"), default));
        Assert.Equal(2, folder.Folder.IntactHead().Size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"entry":1,"key":"zz","arguments":"{}"}""")]
    [InlineData("""{"entry":1,"key":"00","arguments":"{}"}""")]
    public void What_is_no_opening_is_not_read_as_one(string text) => Assert.Null(CommitmentOpening.Parse(text));

    [Fact]
    public void Arguments_that_are_no_JSON_make_no_opening() => Assert.Null(CommitmentOpening.Of(1, new string('0', 64), "path=notes"));
}
