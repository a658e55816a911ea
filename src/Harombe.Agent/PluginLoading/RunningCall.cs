using Harombe.Core.Secrets;
using Harombe.Core.Tools;

namespace Harombe.Agent.PluginLoading;

/// <summary>
/// The call that the asking code runs in. It follows the call into whatever it awaits or starts, and into no other; for code that outlives its call there is
/// none. Thread-safe.
/// </summary>
internal sealed class RunningCall : IDisposable
{
    private static readonly AsyncLocal<RunningCall?> Flow = new();

    private readonly ToolInvocation invocation;
    private volatile bool isOver;

    private RunningCall(ToolInvocation invocation) => this.invocation = invocation;

    /// <summary>The call; null outside of one, and after it.</summary>
    public static ToolInvocation? Current => Flow.Value is { isOver: false } running ? running.invocation : null;

    /// <summary>The lease of the call, which is over by itself when the call is.</summary>
    public static ILease? Lease => Flow.Value?.invocation.Lease;

    /// <summary>From here on, in this flow, until it is disposed.</summary>
    public static RunningCall Enter(ToolInvocation invocation) => Flow.Value = new RunningCall(invocation);

    public void Dispose() => isOver = true;
}
