using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Harombe.Testing;

namespace Harombe.RealTests.Readme;

/// <summary>Runs the tour of a README, word for word, and holds what is printed against what the README shows.</summary>
/// <param name="root">The checkout whose README and launcher are meant.</param>
/// <param name="port">Where its host listens.</param>
/// <param name="enter">What stands before each command; empty to run it here.</param>
internal sealed class Tour(string root, int port, string enter) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The data folder of its host.</summary>
    public string DataFolder => folder["data"];

    /// <summary>Runs every step.</summary>
    /// <param name="began">Is told once the first command, which stays, was started.</param>
    public async Task RunAsync(Func<Task> began)
    {
        var steps = TourScript.Read(await File.ReadAllTextAsync(Path.Combine(root, "README.md")));
        Assert.True(steps.Count >= 9, $"The tour has {steps.Count} steps: its blocks were not found.");
        var question = "";
        using var up = Start(steps[0].Command, folder["up.txt"]);
        try
        {
            await began();
            Compare(steps[0], await PrintedByUpAsync(folder["up.txt"], steps[0].Printed.Count));
            foreach (var step in steps.Skip(1))
            {
                using var run = Start(step.Command.Replace("apr_…", question, StringComparison.Ordinal), folder["step.txt"]);
                await run.WaitForExitAsync();
                var printed = await File.ReadAllTextAsync(folder["step.txt"]);
                question = Regex.Match(printed, "apr_[0-9a-f]{32}") is { Success: true } found ? found.Value : question;
                Compare(step, printed.TrimEnd('\n').Split('\n'));
            }

            await up.WaitForExitAsync();
        }
        finally
        {
            if (!up.HasExited)
            {
                up.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>A command of the checkout, outside the tour, that must succeed.</summary>
    public async Task PrepareAsync(string command)
    {
        using var run = Start(command, folder["prepare.txt"]);
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, $"$ {command}\n{await File.ReadAllTextAsync(folder["prepare.txt"])}");
    }

    public void Dispose() => folder.Dispose();

    private void Compare(TourScript.Step step, string[] printed)
    {
        var shown = step.Printed.Select(line => line.Replace(":8000", $":{port}", StringComparison.Ordinal)).ToList();
        Assert.True(
            shown.Count == printed.Length && shown.Zip(printed).All(pair => TourScript.Fits(pair.First, pair.Second)),
            $"$ {step.Command}\nThe README shows:\n{string.Join('\n', shown)}\n\nIt printed:\n{string.Join('\n', printed)}");
    }

    // The host is ready when it has said its last line.
    private static Task<string[]> PrintedByUpAsync(string file, int lines) => Eventually.SeeAsync("what 'up' prints", async () =>
    {
        var printed = File.Exists(file) ? (await ReadSharedAsync(file)).Split('\n') : [];
        return printed.Length > lines ? printed[..lines] : null;
    });

    private static async Task<string> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private Process Start(string command, string output)
    {
        var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = root, UseShellExecute = false, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec {enter} {command} > '{output}' 2>&1 < /dev/null");
        start.Environment["HAROMBE__DATA__FOLDER"] = DataFolder;
        start.Environment["HAROMBE__SERVER__PORT"] = $"{port}";
        return Process.Start(start)!; // not null: bash is started anew
    }
}
