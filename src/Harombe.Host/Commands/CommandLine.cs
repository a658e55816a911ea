using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Harombe.Host.Commands.Agents;
using Harombe.Host.Commands.Approvals;
using Harombe.Host.Commands.Audit;
using Harombe.Host.Commands.Backups;
using Harombe.Host.Commands.Chat;
using Harombe.Host.Commands.Config;
using Harombe.Host.Commands.Mcp;
using Harombe.Host.Commands.Plugins;
using Harombe.Host.Commands.Policy;
using Harombe.Host.Commands.Scan;
using Harombe.Host.Commands.Secrets;
using Harombe.Host.Commands.Terminals;
using Harombe.Host.Commands.Tokens;
using Harombe.Host.Configuration;

namespace Harombe.Host.Commands;

/// <summary>The command line: reads it, runs the verb, ends with a code that says how it went.</summary>
internal static class CommandLine
{
    /// <summary>Runs in this process.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="up">Runs a host in the foreground until it is stopped.</param>
    /// <param name="bridge">Passes MCP messages between standard input and output and a host; null makes <c>mcp stdio</c> refuse.</param>
    public static async Task<int> RunAsync(string[] args, Func<UpRequest, CancellationToken, Task<int>> up, StdioBridging? bridge = null)
    {
        using var interrupts = Interrupts.OfProcess();
        return await RunAsync(args, new Surroundings
        {
            Terminal = Terminal.OfProcess(),
            Interrupts = interrupts,
            Clock = TimeProvider.System,
            Sources = ConfigurationSources.OfProcess,
            Up = up,
            Bridge = bridge,
            Launcher = new DetachedHost(),
            OpenInput = Console.OpenStandardInput,
            OpenOutput = Console.OpenStandardOutput,
        }).ConfigureAwait(false);
    }

    /// <summary>Runs in surroundings of the caller's.</summary>
    public static async Task<int> RunAsync(string[] args, Surroundings here)
    {
        // No response files: a message that begins with '@' is a message, and must not read a file.
        var parsed = Root(here).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var run = here.Begin(parsed);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction or null)
        {
            return run.Fail(UsageFault.Of(parsed));
        }

        try
        {
            var settings = new InvocationConfiguration { Output = here.Terminal.Output, Error = here.Terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(settings, here.Interrupts.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (here.Interrupts.Token.IsCancellationRequested || e.CancellationToken == HiddenLine.Left)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecretsUnavailableException or AuditUnavailableException)
        {
            var rule = e switch { SecretsUnavailableException => "secrets.unavailable", AuditUnavailableException => "audit.unavailable", _ => "cli.unavailable" };
            return run.Fail(new Stop(ExitCode.Failed, rule, e.Message, "'harombe doctor' looks at every layer and says what helps."));
        }
    }

    // Not a RootCommand: that one takes the name of the file that was started, and people start a script of another name.
    private static Command Root(Surroundings here) => new("harombe", $"Harombe runs tools for chats and MCP clients, and guards every call.\n\n{ExitCode.Table}")
    {
        new HelpOption(),
        new VersionOption(),
        GlobalOptions.Config,
        GlobalOptions.Json,
        new UpCommand(here),
        new StatusCommand(here),
        new StopCommand(here),
        new DoctorCommand(here),
        new ChatCommand(here),
        new ToolsCommand(here),
        new ModelsCommand(here),
        new AgentsCommand(here),
        new PluginsCommand(here),
        new ApprovalsCommand(here),
        new AuditCommand(here),
        new TokenCommand(here),
        new SecretsCommand(here),
        new ScanCommand(here),
        new PolicyCommand(here),
        new ConfigCommand(here),
        new BackupCommand(here),
        new RestoreCommand(here),
        new McpCommand(here),
    };
}
