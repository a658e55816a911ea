using Harombe.Core.Plugins;

namespace Harombe.Attacks.Workspaces;

/// <summary>Ways out of the workspace that stand still.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class WorkspaceEscapes : IDisposable
{
    private readonly BesiegedWorkspace target = new();

    public void Dispose() => target.Dispose();

    [Theory]
    [InlineData("a", "a/b/loot.txt")]
    [InlineData("a/b", "a/b/loot.txt")]
    [InlineData("a/b/loot.txt", "a/b/loot.txt")]
    public async Task Link_at_any_part_of_a_path_is_refused(string link, string path)
    {
        Directory.CreateDirectory(target.Outside("b"));
        File.WriteAllText(target.Outside("b/loot.txt"), BesiegedWorkspace.Loot);
        var destination = link switch { "a" => target.Outside(), "a/b" => target.Outside("b"), _ => target.Outside("b/loot.txt") };
        Directory.CreateDirectory(Path.GetDirectoryName(target.Inside(link))!); // a path below the workspace has a parent
        File.CreateSymbolicLink(target.Inside(link), destination);

        Assert.All(await target.AssaultAsync(path), reason =>
        {
            Assert.Contains(reason.Rule, (string[])["workspace.link", "workspace.exists", "workspace.kind"]);
            Assert.Matches("'a/b(/loot.txt)?'", reason.Message); // the path, or the folder of it that the link stood in for
        });
        Assert.Equal(BesiegedWorkspace.Loot, File.ReadAllText(target.Outside("b/loot.txt")));
        Assert.Equal(["loot.txt"], Directory.GetFileSystemEntries(target.Outside("b")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("/proc/self/environ")]
    [InlineData("../outside/loot.txt")]
    [InlineData("sibling.txt")]
    [InlineData("nowhere-yet")]
    public async Task Link_is_refused_whatever_it_points_to(string destination)
    {
        File.WriteAllText(target.Inside("sibling.txt"), "inside");
        File.CreateSymbolicLink(target.Inside("link"), destination);
        Assert.All(await target.AssaultAsync("link"), reason => Assert.Contains(reason.Rule, (string[])["workspace.link", "workspace.exists", "workspace.kind"]));
        Assert.False(File.Exists(target.Inside("nowhere-yet")));
        target.AssertOutsideUntouched();
    }

    [Theory]
    [InlineData("/proc/self/root")]
    [InlineData("/proc/self/cwd")]
    [InlineData("/proc/self/fd")]
    public async Task Magic_link_of_proc_is_no_way_out(string magic)
    {
        File.CreateSymbolicLink(target.Inside("magic"), magic);
        Assert.All(await target.AssaultAsync("magic/etc/passwd"), reason => Assert.Equal("workspace.link", reason.Rule));
    }

    [Theory]
    [InlineData("../outside/loot.txt")]
    [InlineData("a/../../outside/loot.txt")]
    [InlineData("..\\outside\\loot.txt")]
    [InlineData("..%2foutside%2floot.txt")]
    [InlineData("%2e%2e/outside/loot.txt")]
    [InlineData("%252e%252e/outside/loot.txt")]
    [InlineData("..;/outside/loot.txt")]
    [InlineData(".../outside/loot.txt")]
    [InlineData("..\u2215outside\u2215loot.txt")]
    [InlineData("\uFF0E\uFF0E/outside/loot.txt")]
    [InlineData("\u2025/outside/loot.txt")]
    [InlineData(".\u200B./outside/loot.txt")]
    [InlineData(".. /outside/loot.txt")]
    [InlineData("..\0/outside/loot.txt")]
    [InlineData("loot.txt\0.md")]
    [InlineData("/proc/self/root/etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("\\\\?\\C:\\loot.txt")]
    [InlineData("C:loot.txt")]
    [InlineData("~root/loot.txt")]
    public async Task Dots_and_roots_in_any_disguise_reach_nothing_outside(string path)
    {
        foreach (var read in (string[])[path, path.TrimEnd('/')])
        {
            var reason = BesiegedWorkspace.Refused(await target.Workspace.ReadAsync(read, default));
            Assert.Contains(reason.Rule, (string[])["workspace.path", "workspace.missing"]);
        }

        // A name that is odd but harmless may be written; only not outside.
        await target.Workspace.WriteAsync(path, "gotcha"u8.ToArray(), WriteMode.Replace, default);
        await target.Workspace.AppendAsync(path, "gotcha"u8.ToArray(), default);
        await target.Workspace.DeleteAsync(path, default);
        target.AssertOutsideUntouched();
    }

    [Fact]
    public async Task Second_name_of_an_outside_file_is_refused_and_the_file_untouched()
    {
        Posix.HardLink(target.Outside("loot.txt"), target.Inside("innocent.txt"));
        Assert.All(
            await target.AssaultAsync("innocent.txt"),
            reason => Assert.Contains(reason.Rule, (string[])["workspace.hard-link", "workspace.exists", "workspace.kind"]));
        target.AssertOutsideUntouched();
    }

    [Fact]
    public async Task Pipe_does_not_hang_anybody()
    {
        Posix.Pipe(target.Inside("pipe"));
        Assert.All(await target.AssaultAsync("pipe"), reason => Assert.Contains(reason.Rule, (string[])["workspace.kind", "workspace.exists"]));
        var found = await target.Workspace.SearchAsync(new WorkspaceQuery("x"), default);
        Assert.Empty(Assert.IsType<WorkspaceOutcome<WorkspaceMatches>.Done>(found).Value.Matches);
    }

    [Fact]
    public async Task Endless_device_is_not_opened()
    {
        if (!Posix.TryZeroDevice(target.Inside("zero")))
        {
            Console.WriteLine("Skipped: making a device node needs root.");
            return;
        }

        Assert.All(await target.AssaultAsync("zero"), reason => Assert.Contains(reason.Rule, (string[])["workspace.kind", "workspace.exists"]));
    }

    [Fact]
    public async Task Workspace_that_is_moved_away_stays_the_workspace()
    {
        File.WriteAllText(target.Inside("mine.txt"), "mine");
        Directory.Move(target.Inside().TrimEnd('/'), target.Inside().TrimEnd('/') + "-moved");
        File.CreateSymbolicLink(target.Inside().TrimEnd('/'), target.Outside());
        Assert.Equal("workspace.missing", BesiegedWorkspace.Refused(await target.Workspace.ReadAsync("loot.txt", default)).Rule);
        Assert.IsType<WorkspaceOutcome<WorkspaceFile>.Done>(await target.Workspace.ReadAsync("mine.txt", default));
        await target.Workspace.WriteAsync("loot.txt", "gotcha"u8.ToArray(), WriteMode.Replace, default);
        target.AssertOutsideUntouched();
    }

    [Fact]
    public async Task New_file_is_readable_by_its_owner_only()
    {
        await target.Workspace.WriteAsync("d/x", "x"u8.ToArray(), WriteMode.Create, default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(target.Inside("d/x")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(target.Inside("d")));
    }

    [Fact]
    public async Task Refusal_shows_no_forged_line_and_not_where_the_workspace_lies()
    {
        var reason = BesiegedWorkspace.Refused(await target.Workspace.ReadAsync("x\n[approved] \u202Eall", default));
        Assert.Contains("\\u000a", reason.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason.ToString());
        Assert.DoesNotContain('\u202E', reason.ToString());
        Assert.DoesNotContain(target.Inside(), reason.ToString(), StringComparison.Ordinal);
    }
}
