using Harombe.Core.Calls;

namespace Harombe.Core.Sandboxes;

/// <summary>Places where untrusted code may run. If none can be made as strong as the request asks, the answer is a refusal, never a weaker one.</summary>
public interface ISandboxes
{
    /// <summary>Runs one command in a sandbox of its own.</summary>
    ValueTask<SandboxOutcome> RunAsync(SandboxRequest request, CancellationToken cancellationToken);
}

/// <summary>What shall run, and how much it may use.</summary>
/// <param name="Call">The call it is for.</param>
/// <param name="Image">The image, by name and digest.</param>
/// <param name="Command">The command and its arguments.</param>
/// <param name="Input">Standard input, UTF-8.</param>
/// <param name="Hosts">Hosts it may reach through the egress proxy; none means no network.</param>
/// <param name="MemoryBytes">Memory, in bytes.</param>
/// <param name="Cores">Processor cores.</param>
/// <param name="Timeout">Wall time, after which everything in it is killed.</param>
public sealed record SandboxRequest(
    ToolCall Call,
    string Image,
    IReadOnlyList<string> Command,
    ReadOnlyMemory<byte> Input,
    IReadOnlyList<string> Hosts,
    long MemoryBytes,
    double Cores,
    TimeSpan Timeout);

/// <summary>How a run ended.</summary>
public abstract record SandboxOutcome
{
    private SandboxOutcome()
    {
    }

    /// <summary>The command ended by itself.</summary>
    public sealed record Exited(int ExitCode, ReadOnlyMemory<byte> Output, ReadOnlyMemory<byte> Error) : SandboxOutcome;

    /// <summary>It was ended, or never began.</summary>
    public sealed record Refused(Reason Reason) : SandboxOutcome;
}
