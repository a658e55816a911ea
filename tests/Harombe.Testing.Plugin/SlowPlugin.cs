using System.ComponentModel;
using Harombe.Core.Plugins;
using Microsoft.SemanticKernel;

namespace Harombe.Testing.Plugin;

/// <summary>Tools whose effect can be counted: each run adds one line to a file, and then takes as long as it is told.</summary>
public sealed class SlowPlugin(TimeProvider time)
{
    private const string FileHelp = "Absolute path of the file";
    private const string LineHelp = "The line to add";
    private const string WaitHelp = "How long to take afterwards, in milliseconds";

    /// <summary>Adds a line; a person is asked before.</summary>
    [KernelFunction("append")]
    [Description("Adds a line to a file and then waits.")]
    public async Task<ToolAnswer> AppendAsync(
        [Description(FileHelp)] string file, [Description(LineHelp)] string line, [Description(WaitHelp)] int wait, CancellationToken cancellationToken) =>
        await RunAsync(file, line, wait, cancellationToken);

    /// <summary>Adds a line; nobody is asked.</summary>
    [KernelFunction("mark")]
    [Description("Adds a line to a file and then waits, without a question before.")]
    public async Task<ToolAnswer> MarkAsync(
        [Description(FileHelp)] string file, [Description(LineHelp)] string line, [Description(WaitHelp)] int wait, CancellationToken cancellationToken) =>
        await RunAsync(file, line, wait, cancellationToken);

    private async Task<ToolAnswer> RunAsync(string file, string line, int wait, CancellationToken cancellationToken)
    {
        // One write of the whole line, handed to the system before anything else: killing the process afterwards can't take it back.
        await using (var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
        }

        await Task.Delay(TimeSpan.FromMilliseconds(wait), time, cancellationToken);
        return ToolAnswer.Of($"added {line}");
    }
}
