using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Harombe.Host.Commands;

namespace Harombe.HostTests.Commands;

public sealed class ScanCommandTests : IDisposable
{
    // Put together here, so that no scanner finds it in this file.
    private static readonly string Token = string.Concat("gh", "p_", "x9Kq2LmZ7vTr4Wd8Yb1Nc5Ps3JfGu6aEe0iR");

    private readonly CommandLineRun run = new();
    private readonly string folder = Directory.CreateTempSubdirectory("harombe-scan-").FullName;

    [Fact]
    public async Task Finding_is_told_by_file_line_and_column_and_never_shown()
    {
        Write("a/settings.ini", $"name = x\ntoken = {Token}\n");
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder));
        Assert.Equal($"{folder}/a/settings.ini:2:9: GitHub token", run.Out.Trim());
        Assert.DoesNotContain(Token[..12], run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clean_folder_ends_with_zero_without_a_host_or_a_configuration()
    {
        Write("a.txt", "nothing to see\n");
        run.Configure("no: such: yaml");
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", folder));
        Assert.Equal("", run.Out);
        Assert.Contains("0 secrets in 0 of 1 files", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_scanned()
    {
        run.Input = $"export GITHUB_TOKEN={Token}\n";
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", "-"));
        Assert.StartsWith("stdin:1:21: GitHub token", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_and_sarif_say_the_same()
    {
        Write("b c.env", $"\n\nA=1 B={Token}");
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", "--json", folder));
        using var json = JsonDocument.Parse(run.Out);
        var finding = json.RootElement.GetProperty("findings")[0];
        Assert.Equal(("GitHub token", "github-token", 3, 7, 3, 7 + Token.Length), (
            finding.GetProperty("kind").GetString(), finding.GetProperty("rule").GetString(), finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(),
            finding.GetProperty("endLine").GetInt32(), finding.GetProperty("endColumn").GetInt32()));

        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", "--format", "sarif", folder));
        using var sarif = JsonDocument.Parse(run.Out);
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        var result = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0];
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("github-token", result.GetProperty("ruleId").GetString());
        Assert.EndsWith("/b%20c.env", place.GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.Equal((3, 7), (place.GetProperty("region").GetProperty("startLine").GetInt32(), place.GetProperty("region").GetProperty("startColumn").GetInt32()));
        Assert.DoesNotContain(Token[4..16], run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_folders_and_binary_files_are_passed_over_and_utf16_is_read()
    {
        Write(".git/config", Token);
        File.WriteAllBytes(Path.Combine(folder, "x.bin"), [0, 1, 2, .. Encoding.ASCII.GetBytes(Token)]);
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", folder));
        File.WriteAllText(Path.Combine(folder, "u.txt"), $"key: {Token}", Encoding.Unicode);
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder));
    }

    [Fact]
    public async Task Missing_file_is_named()
    {
        Assert.Equal(ExitCode.Usage, await run.RunAsync("scan", Path.Combine(folder, "not-there")));
        Assert.Contains("not-there", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, await run.RunAsync("scan", folder, "--format", "xml"));
    }

    [Fact]
    public async Task Person_at_a_terminal_sees_what_stands_before_a_finding_and_nothing_behind_it()
    {
        run.Person = true;
        Write("a.env", $"github = {Token} tail{Token}");
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder));
        Assert.Contains("a.env:1:10: GitHub token   github = …", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("tail", run.Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain(Token[4..12], run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_beside_standard_input_are_refused_and_not_left_out()
    {
        Write("a.env", Token);
        Assert.Equal(ExitCode.Usage, await run.RunAsync("scan", "-", folder));
        Assert.Contains("would be left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_file_is_read_even_where_it_looks_binary()
    {
        var file = Path.Combine(folder, "x.bin");
        File.WriteAllBytes(file, [0, 1, 2, .. Encoding.ASCII.GetBytes(Token)]);
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", file));
    }

    [Fact]
    public async Task File_that_claims_no_length_is_read_to_its_end()
    {
        if (!File.Exists("/proc/self/status"))
        {
            return;
        }

        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", "--json", "/proc/self/status"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.True(json.RootElement.GetProperty("bytes").GetInt64() > 0);
    }

    [Fact]
    public async Task Pipe_in_a_folder_is_passed_over_and_never_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(0, mkfifo(Path.Combine(folder, "pipe"), 0x1b6));
        Write("a.env", Token);
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder));
        Assert.Contains("1 passed over", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_can_not_be_opened_hides_nothing_of_the_others_and_is_told()
    {
        Write("open/a.env", Token);
        Write("closed/b.env", Token);
        var closed = Path.Combine(folder, "closed");
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            // Nothing is closed to whoever runs this.
            return;
        }

        File.SetUnixFileMode(closed, UnixFileMode.None);
        try
        {
            Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder));
            Assert.Contains("open/a.env:1:1", run.Out, StringComparison.Ordinal);
            Assert.Contains($"not looked into: {closed}", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose()
    {
        run.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [DllImport("libc")]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);

    private void Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // not null: it stands below the folder
        File.WriteAllText(file, text);
    }
}
