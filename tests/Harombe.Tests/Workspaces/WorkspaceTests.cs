using System.Text;
using Harombe.Agent.Workspaces;
using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Testing;

namespace Harombe.Tests.Workspaces;

/// <summary>What both workspaces promise alike.</summary>
public sealed class WorkspaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<bool> Both => OperatingSystem.IsLinux() ? [false, true] : [true];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_written_is_read_back(bool portable)
    {
        var workspace = Open(portable);
        Assert.Equal(new WorkspaceEntry("a/b/note.txt", EntryKind.File, 6), Done(await workspace.WriteAsync("a/b/note.txt", Utf8("grüß"), WriteMode.Create, default)));
        Assert.Equal("grüß", Done(await workspace.ReadAsync("a/b/note.txt", default)).Text);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Creating_refuses_a_taken_path_and_replacing_takes_it(bool portable)
    {
        var workspace = Open(portable);
        File.WriteAllText(folder["x"], "old");
        Assert.Equal("workspace.exists", Refused(await workspace.WriteAsync("x", Utf8("new"), WriteMode.Create, default)).Rule);
        Assert.Equal("workspace.mode", Refused(await workspace.WriteAsync("x", Utf8("new"), WriteMode.Unknown, default)).Rule);
        Assert.Equal("old", File.ReadAllText(folder["x"]));
        Done(await workspace.WriteAsync("x", Utf8("new"), WriteMode.Replace, default));
        Assert.Equal("new", File.ReadAllText(folder["x"]));
        Assert.Equal(["x"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Appending_adds_to_the_end_or_creates(bool portable)
    {
        var workspace = Open(portable);
        Done(await workspace.AppendAsync("log/x", Utf8("a"), default));
        Assert.Equal(2, Done(await workspace.AppendAsync("log/x", Utf8("b"), default)).Bytes);
        Assert.Equal("ab", File.ReadAllText(folder["log/x"]));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Sizes_are_bounded(bool portable)
    {
        var workspace = Open(portable);
        File.WriteAllText(folder["big"], new string('x', 101));
        File.WriteAllText(folder["full"], new string('x', 100));
        Assert.Equal("workspace.size", Refused(await workspace.ReadAsync("big", default)).Rule);
        Assert.Equal(100, Done(await workspace.ReadAsync("full", default)).Content.Length);
        Assert.Equal("workspace.size", Refused(await workspace.AppendAsync("full", Utf8("x"), default)).Rule);
        Assert.Equal("workspace.size", Refused(await workspace.WriteAsync("new", new byte[101], WriteMode.Create, default)).Rule);
        Assert.False(File.Exists(folder["new"]));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Binary_content_is_told_from_text(bool portable)
    {
        var workspace = Open(portable);
        File.WriteAllBytes(folder["zeroed"], [65, 0, 66]);
        File.WriteAllBytes(folder["latin"], [0xE9, 0x74]);
        File.WriteAllBytes(folder["marked"], [0xEF, 0xBB, 0xBF, 65]);
        Assert.Null(Done(await workspace.ReadAsync("zeroed", default)).Text);
        Assert.Null(Done(await workspace.ReadAsync("latin", default)).Text);
        Assert.Equal("A", Done(await workspace.ReadAsync("marked", default)).Text);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Listing_is_sorted_and_says_what_each_entry_is(bool portable)
    {
        var workspace = Open(portable);
        Directory.CreateDirectory(folder["b"]);
        File.WriteAllText(folder["a"], "xy");
        File.CreateSymbolicLink(folder["c"], "/etc/passwd");
        Assert.Equal(
            [new("a", EntryKind.File, 2), new("b", EntryKind.Folder, 0), new("c", EntryKind.Other, 0)],
            Done(await workspace.ListAsync(".", default)).Entries);
        File.WriteAllText(folder["b/z"], "");
        Assert.Equal("b/z", Assert.Single(Done(await workspace.ListAsync("b", default)).Entries).Path);
        Assert.Equal("workspace.kind", Refused(await workspace.ListAsync("a", default)).Rule);
        Assert.Equal("workspace.missing", Refused(await workspace.ListAsync("nowhere", default)).Rule);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Long_listing_says_that_it_is_not_complete(bool portable)
    {
        var workspace = Open(portable);
        for (var i = 0; i < 60; i++)
        {
            File.WriteAllText(folder[$"f{i}"], "");
        }

        var listing = Done(await workspace.ListAsync("", default));
        Assert.Equal(50, listing.Entries.Count);
        Assert.False(listing.Complete);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Moving_never_replaces(bool portable)
    {
        var workspace = Open(portable);
        File.WriteAllText(folder["a"], "a");
        File.WriteAllText(folder["b"], "b");
        Assert.Equal("workspace.exists", Refused(await workspace.MoveAsync("a", "b", default)).Rule);
        Assert.Equal("b", File.ReadAllText(folder["b"]));
        Assert.Equal("new/c", Done(await workspace.MoveAsync("a", "new/c", default)).Path);
        Assert.Equal("a", File.ReadAllText(folder["new/c"]));
        Assert.Equal("workspace.path", Refused(await workspace.MoveAsync("new", "new/inner/deeper", default)).Rule);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Deleting_takes_files_and_empty_folders_only(bool portable)
    {
        var workspace = Open(portable);
        Directory.CreateDirectory(folder["d"]);
        File.WriteAllText(folder["d/x"], "");
        Assert.Equal("workspace.not-empty", Refused(await workspace.DeleteAsync("d", default)).Rule);
        Done(await workspace.DeleteAsync("d/x", default));
        Assert.Equal(EntryKind.Folder, Done(await workspace.DeleteAsync("d", default)).Kind);
        Assert.Equal("workspace.missing", Refused(await workspace.DeleteAsync("d", default)).Rule);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Search_finds_lines_by_text_and_files_by_name(bool portable)
    {
        var workspace = Open(portable);
        Directory.CreateDirectory(folder["n"]);
        File.WriteAllText(folder["n/a.md"], "one\nTwo words\nthree");
        File.WriteAllText(folder["b.txt"], "two");
        File.WriteAllBytes(folder["c.bin"], [.. "two"u8, 0]);
        File.CreateSymbolicLink(folder["d"], folder["n"]);
        Assert.Equal(
            [new("b.txt", 1, "two"), new("n/a.md", 2, "Two words")],
            Done(await workspace.SearchAsync(new WorkspaceQuery("two"), default)).Matches);
        Assert.Single(Done(await workspace.SearchAsync(new WorkspaceQuery("two") { IgnoreCase = false }, default)).Matches);
        Assert.Equal("n/a.md", Assert.Single(Done(await workspace.SearchAsync(new WorkspaceQuery(null) { Glob = "*.md" }, default)).Matches).Path);
        Assert.Empty(Done(await workspace.SearchAsync(new WorkspaceQuery(null) { Glob = "x/*.md" }, default)).Matches);
        var cut = Done(await workspace.SearchAsync(new WorkspaceQuery("two") { Limit = 1 }, default));
        Assert.Single(cut.Matches);
        Assert.Equal("stopped after 1 matches", cut.Incomplete);
    }

    [Theory]
    [InlineData(null, null, 1, "nothing to search for")]
    [InlineData("", null, 1, "1 to 256 characters")]
    [InlineData("a\nb", null, 1, "spans lines")]
    [InlineData("a", "", 1, "glob")]
    [InlineData("a", null, 0, "limit")]
    [InlineData("a", null, 1001, "limit")]
    public async Task Senseless_search_is_refused(string? text, string? glob, int limit, string why)
    {
        var refused = Refused(await Open(!OperatingSystem.IsLinux()).SearchAsync(new WorkspaceQuery(text) { Glob = glob, Limit = limit }, default));
        Assert.Equal("workspace.query", refused.Rule);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_stops_at_its_byte_bound()
    {
        var workspace = Open(portable: true);
        for (var i = 0; i < 12; i++)
        {
            File.WriteAllText(folder[$"f{i:00}"], new string('x', 100));
        }

        var found = Done(await workspace.SearchAsync(new WorkspaceQuery("x"), default));
        Assert.Equal(10, found.Matches.Count);
        Assert.Contains("1000 bytes", found.Incomplete, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Cancelled_call_does_nothing(bool portable)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Open(portable).WriteAsync("x", Utf8("x"), WriteMode.Create, cancelled.Token));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private IWorkspace Open(bool portable)
    {
        var options = new WorkspaceOptions { Folder = folder.Path, MaxFileBytes = 100, MaxEntries = 50, MaxSearchBytes = 1000 };
        return portable ? new PortableWorkspace(options) : new LinuxWorkspace(options);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static T Done<T>(WorkspaceOutcome<T> outcome) => Assert.IsType<WorkspaceOutcome<T>.Done>(outcome).Value;

    private static Reason Refused<T>(WorkspaceOutcome<T> outcome) => Assert.IsType<WorkspaceOutcome<T>.Refused>(outcome).Reason;
}
