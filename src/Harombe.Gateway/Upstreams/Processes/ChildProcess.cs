using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Harombe.Gateway.Upstreams.Connecting;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Processes;

/// <summary>
/// A server in a process of its own, with nothing in its environment but what its entry says, PATH and HOME. Disposing ends it and all that it started: by
/// closing its input, then by asking, then by force.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Process process;
    private readonly string mark;
    private readonly TimeProvider clock;
    private readonly Task errors;
    private int disposed;

    private ChildProcess(Process process, string mark, MessageLines output, ErrorLines said, TimeProvider clock)
    {
        (this.process, this.mark, this.clock) = (process, mark, clock);
        (Output, Errors, Id) = (output, said, process.Id);
        Ended = process.WaitForExitAsync();
        errors = said.FollowAsync(process.StandardError.BaseStream);
    }

    public int Id { get; }

    /// <summary>What it reads.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>What it writes: whole messages and nothing else.</summary>
    public Stream Output { get; }

    /// <summary>What it says beside the protocol.</summary>
    public ErrorLines Errors { get; }

    /// <summary>Ends when the process does; whatever it started may live on.</summary>
    public Task Ended { get; }

    /// <summary>Starts one.</summary>
    /// <exception cref="UpstreamDownException">It could not be started.</exception>
    public static ChildProcess Start(UpstreamPlace.Command command, IReadOnlyDictionary<string, string> environment, string folder, string mark, int longest, ErrorLines said, Action<string> dropped, TimeProvider clock)
    {
        var start = new ProcessStartInfo(Find(command.Program, folder), command.Arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment.Clear();
        foreach (var name in (string[])["PATH", "HOME"])
        {
            start.Environment[name] = Environment.GetEnvironmentVariable(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[ProcessTree.Mark] = mark;
        try
        {
#pragma warning disable RS0030 // The one place where servers are started; in a sandbox, once there is one.
            var process = Process.Start(start) ?? throw new InvalidOperationException("No process.");
#pragma warning restore RS0030
            return new ChildProcess(process, mark, new MessageLines(process.StandardOutput.BaseStream, longest, dropped, clock), said, clock);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            throw new UpstreamDownException($"'{command.Program}' can't be started: {e.Message}", "Check the command and the folder; a program must be on PATH or named by its path.", e);
        }
        finally
        {
            // The start information outlives the start; the values in it should not.
            start.Environment.Clear();
        }
    }

    /// <summary>Waits a moment for a process that has closed its output to end, and for the last that it says.</summary>
    public Task SettleAsync() => Task.WhenAny(Task.WhenAll(Ended, errors), Task.Delay(Patience / 2, clock));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed its end already.
        }

        if (!await EndsAsync().ConfigureAwait(false))
        {
            ProcessTree.Ask(Id, mark);
            await EndsAsync().ConfigureAwait(false);
        }

        // Also after a quiet end: a launcher may have gone before what it launched.
        await ProcessTree.KillAsync(Ended.IsCompleted ? 0 : Id, mark, clock).ConfigureAwait(false);
        await EndsAsync().ConfigureAwait(false);
        await Task.WhenAny(errors, Task.Delay(Patience, clock)).ConfigureAwait(false);
        process.Dispose();
    }

    // Not left to the runtime, which would look beside the host's own program and in the folder that the host was started in before it asks PATH.
    private static string Find(string program, string folder)
    {
        if (program.Contains('/', StringComparison.Ordinal) || OperatingSystem.IsWindows())
        {
            return Path.GetFullPath(program, folder);
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathRooted).Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists)
            ?? throw new UpstreamDownException($"There is no program '{program}' on PATH.", "Install it, or name it by its path.", null);
    }

    private async Task<bool> EndsAsync()
    {
        await Task.WhenAny(Ended, Task.Delay(Patience, clock)).ConfigureAwait(false);
        return Ended.IsCompleted;
    }
}
