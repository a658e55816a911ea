using System.CommandLine;
using System.Globalization;
using Harombe.Core.Display;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp install</c>: lets a client know of this host, in the client's own file. What was there is kept beside it.</summary>
internal sealed class McpInstallCommand : Command
{
    private static readonly Argument<string> Client = new("client") { Description = string.Join(", ", ClientFile.Clients) };
    private static readonly Option<bool> Print = new("--print") { Description = "Print the file as it would be, and change nothing" };

    public McpInstallCommand(Surroundings here)
        : base("install", "Write this host into the file of an MCP client: vscode, claude or cursor in this folder, codex in your home.")
    {
        Client.AcceptOnlyFromAmong([.. ClientFile.Clients]);
        Add(Client);
        Add(Print);
        SetAction(parsed => Run(here.Begin(parsed)));
    }

    private static int Run(Invocation run)
    {
        var client = run.Parsed.GetRequiredValue(Client);
        if (Environment.ProcessPath is not { } program)
        {
            return run.Fail(new Stop(ExitCode.Failed, "mcp.install", "this program doesn't know its own path", "Write the client's file by hand: command harombe, arguments mcp stdio."));
        }

        // Absolute, since a client starts it in a folder of its own choice.
        var sources = run.Here.Sources(run.Config, []);
        var config = run.Config is null ? Path.Combine(sources.CurrentFolder, "harombe.yaml") : Path.GetFullPath(run.Config, sources.CurrentFolder);
        string[] command = [.. DetachedHost.Self(program), "mcp", "stdio", .. File.Exists(config) ? (string[])["--config", config] : []];
        var path = ClientFile.PathOf(client, sources.CurrentFolder, sources.Environment.GetValueOrDefault("HOME") ?? sources.CurrentFolder);
        try
        {
            var before = File.Exists(path) ? File.ReadAllText(path) : null;
            if (ClientFile.With(client, before, command).Failed(out var stop, out var after))
            {
                return run.Fail(stop);
            }

            if (run.Parsed.GetValue(Print))
            {
                run.Terminal.Output.Write(after);
                return ExitCode.Done;
            }

            if (before is not null)
            {
                var backup = $"{path}.{run.Here.Clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.bak";
                File.Copy(path, backup, overwrite: false);
                run.Say($"kept: {backup}");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "/");
            File.WriteAllText(path + ".new", after);
            File.Move(path + ".new", path, overwrite: true);
            run.Terminal.Output.WriteLine(VisibleText.Line($"installed: {path}"));
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return run.Fail(new Stop(ExitCode.Failed, "mcp.install", $"{path} can't be written: {e.Message}", "Use --print and paste the lines by hand."));
        }
    }
}
