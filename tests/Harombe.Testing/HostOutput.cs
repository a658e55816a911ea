using System.Diagnostics;
using System.Text;

namespace Harombe.Testing;

/// <summary>What a host process writes, kept for the message of a test that fails. Thread-safe.</summary>
internal sealed class HostOutput
{
    private readonly StringBuilder text = new();

    /// <summary>Begins to read both streams.</summary>
    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add("out", line.Data);
        process.ErrorDataReceived += (_, line) => Add("err", line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    private void Add(string stream, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(stream).Append("> ").AppendLine(line);
            }
        }
    }
}
