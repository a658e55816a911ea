using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using Harombe.Host.Hosting;

namespace Harombe.Host.Commands.Mcp;

/// <summary>Starts this very program once more, in a session of its own, so that it outlives the client that wanted it.</summary>
internal sealed class DetachedHost : IHostLauncher
{
    // The shell is there to tie the three streams: none of them may be the client's, whose standard output belongs to the protocol.
    private const string Script = """
        umask 077
        trap '' HUP
        command -v setsid >/dev/null 2>&1 && set -- setsid "$@"
        "$@" </dev/null >>"$0" 2>&1 &
        """;

    public Stop? Start(string? config, string log)
    {
        if (OperatingSystem.IsWindows() || Environment.ProcessPath is not { } program)
        {
            return new Stop(ExitCode.NoHost, "cli.no-host", "no host is running, and one can't be started from here", "start one with 'harombe up'");
        }

        DataFolder.Make(Path.GetDirectoryName(log) ?? "/");
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var word in (IEnumerable<string>)["-c", Script, log, .. Self(program), "up", .. config is null ? [] : (string[])["--config", Path.GetFullPath(config)]])
        {
            start.ArgumentList.Add(word);
        }

        try
        {
#pragma warning disable RS0030 // This is the launcher of the host.
            using var shell = Process.Start(start);
#pragma warning restore RS0030
            shell?.WaitForExit();
            return null;
        }
        catch (Win32Exception e)
        {
            return new Stop(ExitCode.NoHost, "cli.no-host", $"no host is running, and one can't be started: {e.Message}", "start one with 'harombe up'");
        }
    }

    // Under 'dotnet Harombe.Host.dll' the process is dotnet itself.
    internal static string[] Self(string program) =>
        Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Assembly.GetExecutingAssembly().Location] : [program];
}
