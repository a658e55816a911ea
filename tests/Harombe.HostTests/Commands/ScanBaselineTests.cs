using System.Text.Json;
using Harombe.Host.Commands;

namespace Harombe.HostTests.Commands;

/// <summary>What is known and accepted doesn't count, and nothing else is hidden by it.</summary>
public sealed class ScanBaselineTests : IDisposable
{
    // Put together here, so that no scanner finds them in this file.
    private static readonly string Sample = string.Concat("gh", "p_", "x9Kq2LmZ7vTr4Wd8Yb1Nc5Ps3JfGu6aEe0iR");
    private static readonly string Other = string.Concat("gh", "p_", "Qd7Rw3Zk9Xv2Tn5Lb8Jc4Hf6Gs1MpYaUeIoE");

    private readonly CommandLineRun run = new();
    private readonly string folder = Directory.CreateTempSubdirectory("harombe-known-").FullName;

    private string Known => Path.Combine(folder, "known.json");

    [Fact]
    public async Task Accepted_finding_no_longer_counts_and_its_value_is_nowhere()
    {
        Write("sample.env", $"TOKEN={Sample}");
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", folder, "--baseline", Known, "--accept"));
        Assert.DoesNotContain(Sample[4..12], File.ReadAllText(Known) + run.Out + run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", folder, "--baseline", Known));
        Assert.Contains("1 known", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_secret_in_the_place_of_an_accepted_one_is_found()
    {
        Write("sample.env", $"TOKEN={Sample}");
        await run.RunAsync("scan", folder, "--baseline", Known, "--accept");
        Write("sample.env", $"TOKEN={Other}");
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder, "--baseline", Known));
        Assert.Contains("no longer there", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepted_value_is_found_in_any_other_file()
    {
        Write("sample.env", $"TOKEN={Sample}");
        await run.RunAsync("scan", folder, "--baseline", Known, "--accept");
        Write("production.env", $"TOKEN={Sample}");
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder, "--baseline", Known));
        Assert.Contains("production.env:1:7", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("sample.env", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_may_move_within_its_file()
    {
        Write("sample.env", $"TOKEN={Sample}");
        await run.RunAsync("scan", folder, "--baseline", Known, "--accept");
        Write("sample.env", $"# a line more\n\nTOKEN={Sample}\n");
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", folder, "--baseline", Known));
    }

    [Fact]
    public async Task Baseline_that_lies_in_the_folder_counts_only_where_it_is_named()
    {
        Write("sample.env", $"TOKEN={Sample}");
        await run.RunAsync("scan", folder, "--baseline", Known, "--accept");
        Assert.Equal(ExitCode.SecretsFound, await run.RunAsync("scan", folder));
    }

    [Fact]
    public async Task Accepting_one_file_keeps_what_is_known_of_others_and_drops_what_is_gone()
    {
        Write("a.env", $"TOKEN={Sample}");
        Write("b.env", $"TOKEN={Other}");
        Write("c.env", $"TOKEN={Other}");
        await run.RunAsync("scan", folder, "--baseline", Known, "--accept");
        File.Delete(Path.Combine(folder, "c.env"));
        Write("a.env", "TOKEN=");
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", Path.Combine(folder, "a.env"), "--baseline", Known, "--accept"));
        using var json = JsonDocument.Parse(File.ReadAllText(Known));
        Assert.Equal(["b.env"], json.RootElement.GetProperty("known").EnumerateArray().Select(one => one.GetProperty("file").GetString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"version":2,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","known":[]}""")]
    [InlineData("""{"version":1,"salt":"AAAAAAAAAAAAAAAAAAAAAA==","known":[{"file":null,"rule":"x","fingerprint":"y"}]}""")]
    public async Task Baseline_that_is_none_refuses(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(Known, content);
        }

        Assert.Equal(ExitCode.Usage, await run.RunAsync("scan", folder, "--baseline", Known));
        Assert.Contains("can't be used", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_tells_how_many_are_known()
    {
        Write("sample.env", $"TOKEN={Sample}");
        await run.RunAsync("scan", folder, "--baseline", Known, "--accept");
        Assert.Equal(ExitCode.Done, await run.RunAsync("scan", folder, "--baseline", Known, "--json"));
        using var json = JsonDocument.Parse(run.Out);
        Assert.Equal((0, 1), (json.RootElement.GetProperty("findings").GetArrayLength(), json.RootElement.GetProperty("known").GetInt32()));
    }

    public void Dispose()
    {
        run.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
