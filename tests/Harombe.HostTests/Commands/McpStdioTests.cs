using System.Runtime.Versioning;
using Harombe.Host.Commands;
using Harombe.Host.Commands.Mcp;
using Harombe.Host.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harombe.HostTests.Commands;

[UnsupportedOSPlatform("windows")]
public sealed class McpStdioTests : IAsyncLifetime, IDisposable
{
    private readonly CommandLineRun run = new();
    private readonly List<(Uri Endpoint, string Token)> bridged = [];
    private ImitatedHost? host;

    public McpStdioTests() => run.Bridge = (_, endpoint, token, input, output, _, cancellationToken) =>
    {
        bridged.Add((endpoint, token));
        return input.CopyToAsync(output, cancellationToken);
    };

    private string OwnToken => Path.Combine(run.Data, "mcp-stdio.token");

    [Fact]
    public async Task Bridge_gets_a_token_of_its_own_that_is_kept_for_the_next_time()
    {
        run.Input = """{"jsonrpc":"2.0"}""";
        await StartAsync();
        Assert.Equal(0, await run.RunAsync("mcp", "stdio"));
        Assert.Equal(0, await run.RunAsync("mcp", "stdio"));
        var expected = (new Uri(host!.Url + "/mcp"), ImitatedHost.Token);
        Assert.Equal([expected, expected], bridged);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OwnToken));
        Assert.Single(host.Requests, request => request == """POST /tokens {"principal":"mcp-stdio","kind":"caller","tools":["*"],"days":null}""");
        Assert.Equal("", run.Out);
        Assert.All(run.BridgeOutputs, output => Assert.Equal(run.Input, System.Text.Encoding.UTF8.GetString(output.ToArray())));
    }

    [Fact]
    public async Task Revoked_token_is_refused_and_not_replaced()
    {
        await StartAsync();
        OwnerFile.Write(OwnToken, "hrb_c_revoked"u8);
        Assert.Equal(ExitCode.Refused, await run.RunAsync("mcp", "stdio"));
        Assert.Contains("doesn't count any more", run.Error, StringComparison.Ordinal);
        Assert.Contains($"rm {OwnToken}", run.Error, StringComparison.Ordinal);
        Assert.Empty(bridged);
    }

    [Fact]
    public async Task Token_file_that_others_can_read_is_refused()
    {
        await StartAsync();
        var file = Path.Combine(run.Data, "ide.token");
        await File.WriteAllTextAsync(file, ImitatedHost.Token);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal(ExitCode.Refused, await run.RunAsync("mcp", "stdio", "--token-file", file));
        Assert.Empty(bridged);
    }

    [Fact]
    public async Task Host_is_started_when_none_runs_and_waited_for()
    {
        var launcher = new ImitatedLauncher(StartAsync);
        run.Launcher = launcher;
        Assert.Equal(0, await run.RunAsync("mcp", "stdio"));
        Assert.Equal(Path.Combine(run.Data, "logs", "up.log"), launcher.Log);
        Assert.Single(bridged);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task Host_that_can_not_be_started_ends_it()
    {
        Assert.Equal(ExitCode.NoHost, await run.RunAsync("mcp", "stdio"));
        Assert.Empty(bridged);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }

    public void Dispose() => run.Dispose();

    private async Task StartAsync() => host = await ImitatedHost.StartAsync(run.Data, (app, _) =>
    {
        app.MapPost("/tokens", () => Results.Json(new { principal = "mcp-stdio", kind = "caller", token = ImitatedHost.Token }));
        app.MapGet("/tools", () => Results.Json(Array.Empty<string>()));
    });

    /// <summary>Starts the imitated host in place of a process.</summary>
    private sealed class ImitatedLauncher(Func<Task> start) : IHostLauncher
    {
        public string? Log { get; private set; }

        public Stop? Start(string? config, string log)
        {
            Log = log;
            _ = start();
            return null;
        }
    }
}
