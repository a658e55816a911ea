using Harombe.Host.Commands;

namespace Harombe.HostTests.Commands;

/// <summary>A change is stopped by what it brings in, and by nothing else.</summary>
public sealed class ScanDiffTests : IDisposable
{
    // Put together here, so that no scanner finds it in this file.
    private static readonly string Token = string.Concat("gh", "p_", "x9Kq2LmZ7vTr4Wd8Yb1Nc5Ps3JfGu6aEe0iR");

    private readonly CommandLineRun run = new();

    [Fact]
    public async Task Added_secret_is_told_by_its_line_in_the_file()
    {
        run.Input = $"diff --git a/src/f.txt b/src/f.txt\n--- a/src/f.txt\n+++ b/src/f.txt\n@@ -10,2 +10,3 @@ head\n a\n+new = {Token}\n b\n";
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", "--diff", "-"));
        Assert.Equal("src/f.txt:11:7: GitHub token", run.Out.Trim());
    }

    [Fact]
    public async Task Secret_that_is_taken_out_or_only_stands_around_does_not_stop_the_change()
    {
        run.Input = $"diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n kept = {Token}\n-old = {Token}\n+old = see the vault\n b\n";
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", "--diff", "-"));
    }

    [Fact]
    public async Task Line_that_looks_like_the_head_of_another_file_does_not_move_what_follows()
    {
        run.Input = $"diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n--- a/x\n+++ b/elsewhere\n+new = {Token}\n b\n\\ No newline at end of file\n";
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", "--diff", "-"));
        Assert.Equal("f:2:7: GitHub token", run.Out.Trim());
    }

    [Fact]
    public async Task Second_file_has_its_own_lines()
    {
        run.Input = $"diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\ndiff --git a/g b/g\nnew file mode 100644\n--- /dev/null\n+++ b/g\n@@ -0,0 +1,2 @@\n+x\n+k = {Token}\n";
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", "--diff", "-"));
        Assert.Equal("g:2:5: GitHub token", run.Out.Trim());
    }

    [Theory]
    [InlineData("nothing of a diff\n")]
    [InlineData("\u001b[1mdiff --git a/f b/f\u001b[m\n")]
    [InlineData("diff --cc f\n--- a/f\n+++ b/f\n@@@ -1,2 -1,2 +1,3 @@@\n++x\n")]
    public async Task What_is_no_readable_diff_does_not_pass_for_one_that_adds_nothing(string input)
    {
        run.Input = input;
        Assert.Equal(ExitCode.Usage, await run.RunAsync("scan", "--diff", "-"));
        Assert.Contains("--no-color", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_diff_is_clean()
    {
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", "--diff", "-"));
        Assert.Equal(ExitCode.Usage, await run.RunAsync("scan", "--diff", "."));
    }

    public void Dispose() => run.Dispose();
}
