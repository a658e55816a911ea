using System.Diagnostics;
using System.Text.RegularExpressions;
using Harombe.Testing;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit.Abstractions;

namespace Harombe.RealTests.Plugins;

/// <summary>The way of somebody who writes a plugin, with the commands that they would type and nothing but this machine.</summary>
public sealed class FromNothingTests(ITestOutputHelper output)
{
    [Fact]
    public async Task From_nothing_to_a_tested_packed_installed_plugin_called_from_chat_and_mcp_offline()
    {
        using var folder = new TemporaryFolder();
        var offline = Offline(folder);
        await using var host = await HostProcess.StartAsync(offline);
        var clock = Stopwatch.StartNew();
        var steps = new List<string>();

        var made = await host.Program.RunAsync("plugins", "new", "dice", "--output", folder["dice"]);
        Assert.True(made.ExitCode == 0, made.Error);
        Step("new");
        // Only what lies on this machine: the packages beside the host, and those that the solution was restored with.
        await File.WriteAllTextAsync(folder["dice/nuget.config"], Sources());
        var tested = await RunAsync("dotnet", folder["dice"], offline, "test", "Dice.Tests", "-nologo");
        Assert.True(tested.ExitCode == 0, tested.Output);
        Assert.Contains("Passed:     3", tested.Output, StringComparison.Ordinal);
        Step("test");
        var packed = await host.Program.RunAsync("plugins", "pack", folder["dice"], "--output", folder["out"]);
        Assert.True(packed.ExitCode == 0, packed.Error);
        var hash = Regex.Match(packed.Out, "sha256:[0-9a-f]{64}").Value;
        Step("pack");
        var installed = await host.Program.RunAsync("plugins", "install", folder["out/dice.1.0.0.nupkg"], "--hash", hash);
        Assert.True(installed.ExitCode == 0, installed.Error);
        Step("install");
        var chat = await host.Owner.ChatAsync("call dice.greet {\"name\":\"Ada\"}");
        Assert.Matches("Good (morning|day), Ada!", chat.ToString());
        Step("chat");
        Assert.Contains(", Ada!", await OverMcpAsync(host), StringComparison.Ordinal);
        Step("mcp");
        output.WriteLine($"from nothing to an answer: {clock.Elapsed.TotalSeconds:0.0} s ({string.Join(", ", steps)}); promised: under 60 s");

        var listed = await host.Program.RunAsync("plugins", "list");
        Assert.Matches("dice +1.0.0 +loaded +2", listed.Out);
        Assert.Equal(2, (await host.Owner.AuditAsync("call.outcome")).Count);
        var removed = await host.Program.RunAsync("plugins", "remove", "dice");
        Assert.True(removed.ExitCode == 0, removed.Error);
        Assert.DoesNotContain("dice", (await host.Program.RunAsync("plugins", "list")).Out, StringComparison.Ordinal);

        void Step(string name) => steps.Add($"{name} at {clock.Elapsed.TotalSeconds:0.0}");
    }

    [Fact]
    public async Task Template_package_makes_the_same_plugin()
    {
        using var folder = new TemporaryFolder();
        var offline = Offline(folder);
        var root = Checkout();
        var packed = await RunAsync("dotnet", root, offline, "pack", "templates", "-c", "Release", "-o", folder["feed"], "-nologo", "-v", "quiet", $"-p:BaseIntermediateOutputPath={folder["obj"]}/", "-p:RestoreSources=" + Packages());
        Assert.True(packed.ExitCode == 0, packed.Output);
        var installed = await RunAsync("dotnet", folder.Path, offline, "new", "install", Directory.GetFiles(folder["feed"], "*.nupkg").Single());
        Assert.True(installed.ExitCode == 0, installed.Output);
        var made = await RunAsync("dotnet", folder.Path, offline, "new", "harombe-plugin", "-n", "Dice", "-o", folder["dice"]);
        Assert.True(made.ExitCode == 0, made.Output);
        await using var host = await HostProcess.StartAsync(offline);
        Assert.Equal(0, (await host.Program.RunAsync("plugins", "new", "dice", "--output", folder["other"])).ExitCode);
        foreach (var file in Directory.GetFiles(folder["other"], "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "nuget.config"))
        {
            Assert.Equal(await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(Path.Combine(folder["dice"], Path.GetRelativePath(folder["other"], file))));
        }
    }

    private static async Task<string> OverMcpAsync(HostProcess host)
    {
        var token = await host.Owner.IssueAsync("ide", "caller", ["dice.*"]);
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(host.Owner.Url, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + token },
        }));
        Assert.Contains(await client.ListToolsAsync(), tool => tool.Name == "dice_greet");
        var result = await client.CallToolAsync("dice_greet", new Dictionary<string, object?> { ["name"] = "Ada" });
        return string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
    }

    // A home of its own, no telemetry, and a proxy that nobody listens at: whatever asks the network fails.
    private static Dictionary<string, string> Offline(TemporaryFolder folder) => new()
    {
        ["HOME"] = Directory.CreateDirectory(folder["home"]).FullName,
        ["DOTNET_CLI_HOME"] = folder["home"],
        ["NUGET_PACKAGES"] = folder["packages"],
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["http_proxy"] = "http://127.0.0.1:9",
        ["https_proxy"] = "http://127.0.0.1:9",
    };

    private static string Packages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Sources() => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <configuration>
          <packageSources>
            <clear />
            <add key="harombe" value="{Path.Combine(AppContext.BaseDirectory, "packages")}" />
            <add key="machine" value="{Packages()}" />
          </packageSources>
          <packageSourceMapping>
            <packageSource key="harombe"><package pattern="Harombe.*" /></packageSource>
            <packageSource key="machine"><package pattern="*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """;

    private static string Checkout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Harombe.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests don't run from a checkout.");
        }

        return folder;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string folder, Dictionary<string, string> environment, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(program, words) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!; // not null: it is started anew
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, said + await errors);
    }
}
