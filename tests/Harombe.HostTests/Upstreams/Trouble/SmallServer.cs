using System.Diagnostics;
using System.Text.Json.Nodes;
using Harombe.Testing;

namespace Harombe.HostTests.Upstreams.Trouble;

/// <summary>
/// A native server behind a launcher, as npx and its like are: the launcher starts the server and waits for it, and leaves a process of its own behind that
/// nobody ends.
/// </summary>
internal sealed class SmallServer
{
    private readonly string launcher;

    private SmallServer(string launcher) => this.launcher = launcher;

    /// <summary>Its entry, as one that nobody need be asked about.</summary>
    public JsonObject Entry(string name) => new()
    {
        ["name"] = name,
        ["command"] = launcher,
        ["tools"] = new JsonObject { ["one"] = new JsonObject { ["reads"] = true } },
    };

    /// <summary>How many processes of it there are.</summary>
    public int Running => Directory.EnumerateDirectories("/proc").Count(process => Command(process).Contains(launcher, StringComparison.Ordinal));

    /// <summary>Builds it into a folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="restless">What the launcher leaves behind becomes another program all the time, in which moments it shows nothing of itself.</param>
    public static async Task<SmallServer> BuildAsync(TemporaryFolder folder, bool restless = false)
    {
        var (program, launcher) = (folder["launcher-server"], folder["launcher"]);
        using var gcc = Process.Start("gcc", ["-O1", "-Wall", "-Werror", "-o", program, Path.Combine(AppContext.BaseDirectory, "Upstreams", "Trouble", "small_server.c")]);
        await gcc.WaitForExitAsync();
        Assert.Equal(0, gcc.ExitCode);
        // A copy of the shell under the launcher's name is what is left behind, so that it is found by that name.
        var left = restless ? $"exec '{launcher}-left'" : "while :; do sleep 600; done";
        await File.WriteAllTextAsync(launcher + "-left", $"#!/bin/sh\n{left}\n");
        await File.WriteAllTextAsync(launcher, $"""
            #!/bin/sh
            exec 3<&0
            '{launcher}-left' </dev/null &
            '{program}' <&3 3<&- &
            wait $!

            """);
        using var executable = Process.Start("chmod", ["u+x", launcher, launcher + "-left"]);
        await executable.WaitForExitAsync();
        return new SmallServer(launcher);
    }

    private static string Command(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
