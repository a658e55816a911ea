using Harombe.Core.Calls;
using Harombe.Core.Plugins;
using Harombe.Core.Secrets;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Tools;

/// <summary>What a tool body is given once its permit was redeemed.</summary>
public sealed class ToolInvocation
{
    private static readonly IProgress<ToolProgress> Nobody = new Silence();

    private readonly Func<Kernel> kernel;

    internal ToolInvocation(ToolCall call, Func<Kernel> kernel, ILease? lease = null, IProgress<ToolProgress>? progress = null)
    {
        Call = call;
        Lease = lease;
        Progress = progress ?? Nobody;
        this.kernel = kernel;
    }

    /// <summary>The call that was let through.</summary>
    public ToolCall Call { get; }

    /// <summary>The secrets that the tool declared, for as long as the call lasts; null when it declared none.</summary>
    public ILease? Lease { get; }

    /// <summary>Takes reports of how far the tool is.</summary>
    public IProgress<ToolProgress> Progress { get; }

    /// <summary>
    /// A kernel for functions that ask for one. It has the catalogue's functions but neither permit nor call context:
    /// whatever is called through it refuses.
    /// </summary>
    public Kernel CreateKernel() => kernel();

    private sealed class Silence : IProgress<ToolProgress>
    {
        public void Report(ToolProgress value)
        {
        }
    }
}
