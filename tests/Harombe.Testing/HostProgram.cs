using System.Diagnostics;

namespace Harombe.Testing;

/// <summary>
/// The built program, run as people run it, in a process of its own. It runs in a folder of its own, with an environment that holds nothing of this
/// machine's but what is set. Thread-safe.
/// </summary>
/// <param name="home">The folder that it runs in.</param>
/// <param name="settings">Keys of the configuration, dotted, and their values.</param>
/// <param name="environment">Further variables.</param>
public sealed class HostProgram(string home, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string>? environment = null)
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(2);

    /// <summary>How a command came out.</summary>
    public sealed record Ending(int ExitCode, string Out, string Error);

    /// <summary>How to start a command, for those who start it themselves.</summary>
    public ProcessStartInfo Start(params IEnumerable<string> words)
    {
        using var process = HostStart.Of(home, settings, environment, words);
        return process.StartInfo;
    }

    /// <summary>Runs a command with nothing at its input and waits for its end.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public async Task<Ending> RunAsync(params IEnumerable<string> words)
    {
        using var process = HostStart.Of(home, settings, environment, words);
        process.StartInfo.RedirectStandardInput = true;
        process.Start();
        process.StandardInput.Close();
        using var never = new CancellationTokenSource(Never);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(never.Token);
            var output = await process.StandardOutput.ReadToEndAsync(never.Token);
            await process.WaitForExitAsync(never.Token);
            return new Ending(process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"harombe {string.Join(' ', words)} did not end.");
        }
    }
}
