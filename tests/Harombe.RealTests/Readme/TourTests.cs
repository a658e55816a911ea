using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Harombe.Testing;

namespace Harombe.RealTests.Readme;

/// <summary>Runs the tour of the README, word for word, and holds what is printed against what the README shows.</summary>
public sealed class TourTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    [Fact]
    public async Task Tour_prints_what_the_readme_shows()
    {
        var steps = TourScript.Read(await File.ReadAllTextAsync(Path.Combine(Root, "README.md")));
        Assert.True(steps.Count >= 9, $"The tour has {steps.Count} steps: its blocks were not found.");
        using var folder = new TemporaryFolder();
        var port = FreePort();
        var question = "";
        using var up = Start(steps[0].Command, folder.Path, port, folder["up.txt"]);
        try
        {
            Compare(steps[0], await PrintedByUpAsync(folder["up.txt"], steps[0].Printed.Count), port);
            foreach (var step in steps.Skip(1))
            {
                using var run = Start(step.Command.Replace("apr_…", question, StringComparison.Ordinal), folder.Path, port, folder["step.txt"]);
                await run.WaitForExitAsync();
                var printed = await File.ReadAllTextAsync(folder["step.txt"]);
                question = Regex.Match(printed, "apr_[0-9a-f]{32}") is { Success: true } found ? found.Value : question;
                Compare(step, printed.TrimEnd('\n').Split('\n'), port);
            }

            await up.WaitForExitAsync();
            Assert.Equal("hello world", await File.ReadAllTextAsync(Path.Combine(folder["data"], "workspace", "hello.txt")));
        }
        finally
        {
            if (!up.HasExited)
            {
                up.Kill(entireProcessTree: true);
            }
        }
    }

    private static void Compare(TourScript.Step step, string[] printed, int port)
    {
        var shown = step.Printed.Select(line => line.Replace(":8000", $":{port}", StringComparison.Ordinal)).ToList();
        Assert.True(
            shown.Count == printed.Length && shown.Zip(printed).All(pair => TourScript.Fits(pair.First, pair.Second)),
            $"$ {step.Command}\nThe README shows:\n{string.Join('\n', shown)}\n\nIt printed:\n{string.Join('\n', printed)}");
    }

    private static async Task<string[]> PrintedByUpAsync(string file, int lines)
    {
        // The host is ready when it has said its last line; the test's own time limit is the bound.
        while (true)
        {
            var printed = File.Exists(file) ? (await ReadSharedAsync(file)).Split('\n') : [];
            if (printed.Length > lines)
            {
                return printed[..lines];
            }

            await Task.Delay(50);
        }
    }

    private static async Task<string> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static Process Start(string command, string folder, int port, string output)
    {
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = Root, UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec {command} > '{output}' 2>&1 < /dev/null");
        start.Environment["HAROMBE__DATA__FOLDER"] = Path.Combine(folder, "data");
        start.Environment["HAROMBE__SERVER__PORT"] = $"{port}";
        return Process.Start(start)!; // not null: bash is started anew
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
