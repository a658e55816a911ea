using System.CommandLine;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp stdio</c>: lets a client that starts its servers reach the running host. Nothing but the protocol goes to standard output.</summary>
internal sealed class McpStdioCommand : Command
{
    private static readonly Option<string?> Token = new("--token-file")
    {
        Description = $"A file with a caller's token, readable by you alone; a token of '{BridgeToken.Principal}' for all tools when it is left out.",
        HelpName = "path",
    };

    public McpStdioCommand(Surroundings here)
        : base("stdio", "Pass MCP messages between standard input and output and the host, which is started if none runs.")
    {
        Add(Token);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Here.Bridge is not { } bridge)
        {
            return run.Fail(new Stop(ExitCode.Failed, "cli.bridge", "this build has no MCP bridge", "Point the client at the host's /mcp over HTTP."));
        }

        if (run.Configure().Failed(out var stop, out var loaded))
        {
            return run.Fail(stop);
        }

        var configuration = loaded.Configuration;
        if ((await HostStart.EnsureAsync(run, configuration, cancellationToken).ConfigureAwait(false)).Failed(out stop, out _))
        {
            return run.Fail(stop);
        }

        if ((await BridgeToken.ReadAsync(run.Parsed.GetValue(Token), configuration, run.Here.Clock, cancellationToken).ConfigureAwait(false)).Failed(out stop, out var token)
            || HostFinding.Connect(configuration, token, run.Here.Clock).Failed(out stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            return await BridgeAsync(run, bridge, host, token, loaded.Configuration.Logs, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> BridgeAsync(Invocation run, StdioBridging bridge, HostClient host, string token, LogsConfiguration settings, CancellationToken cancellationToken)
    {
        using var logs = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(settings.Level > LogLevel.Warning ? settings.Level : LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        await using var input = run.Here.OpenInput();
        await using var output = run.Here.OpenOutput();
        try
        {
            await bridge(host.Http, new Uri(host.Url + "/mcp"), token, input, output, logs, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }
        catch (HttpRequestException)
        {
            return run.Fail(Stop.NoHost(host.Folder));
        }
    }
}
