using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Tools;

/// <summary>What a tool body is given once its permit was redeemed.</summary>
public sealed class ToolInvocation
{
    private readonly Func<Kernel> kernel;

    internal ToolInvocation(ToolCall call, Func<Kernel> kernel, ILease? lease = null)
    {
        Call = call;
        Lease = lease;
        this.kernel = kernel;
    }

    /// <summary>The call that was let through.</summary>
    public ToolCall Call { get; }

    /// <summary>The secrets that the tool declared, for as long as the call lasts; null when it declared none.</summary>
    public ILease? Lease { get; }

    /// <summary>
    /// A kernel for functions that ask for one. It has the catalogue's functions but neither permit nor call context:
    /// whatever is called through it refuses.
    /// </summary>
    public Kernel CreateKernel() => kernel();
}
