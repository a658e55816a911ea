using System.Diagnostics.CodeAnalysis;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Core.Guard;

/// <summary>
/// What the stations know of the call that passes them. It travels in the data of the kernel made for this call and nowhere else, so a function
/// that builds a kernel of its own has none. Used by one call at a time; not thread-safe.
/// </summary>
internal sealed class GuardedCall(CallRequest request, CatalogTool tool)
{
    private const string Key = "harombe.call";

    private Permit? permit;
    private Station passed;

    public CallRequest Request { get; } = request;

    public CatalogTool Tool { get; } = tool;

    /// <summary>What Semantic Kernel hands to the body. Empty until the last station fills it with the arguments that were checked.</summary>
    public KernelArguments Carried { get; } = [];

    /// <summary>Set by <see cref="Station.Receive"/>.</summary>
    public ToolCall? Call { get; set; }

    /// <summary>The arguments as they may be written down. Set by <see cref="Station.Receive"/>.</summary>
    public Redacted<string> Arguments { get; set; }

    /// <summary>Set by <see cref="Station.Decide"/>.</summary>
    public Decision? Decision { get; set; }

    /// <summary>The approval that was spent. Set by <see cref="Station.Approve"/>.</summary>
    public ApprovalId? Spent { get; set; }

    /// <summary>The standing answer that was used. Set by <see cref="Station.Approve"/>.</summary>
    public GrantId? Granted { get; set; }

    /// <summary>Whether the question that the call waits for was put by an earlier attempt. Set by <see cref="Station.Approve"/>.</summary>
    public bool AskedBefore { get; set; }

    /// <summary>The credentials that the tool declared. Set by <see cref="Station.Lease"/>; over when that station is left.</summary>
    public ILease? Lease { get; set; }

    /// <summary>Who is told how far the tool is. Set by <see cref="Station.Result"/>, which scans what is told.</summary>
    public ScannedProgress? Progress { get; set; }

    /// <summary>Whether the intent is in the record.</summary>
    public bool Intended { get; set; }

    /// <summary>Whether the tool's body was entered: from then on it may have had an effect.</summary>
    public bool Ran { get; set; }

    /// <summary>How long the tool's body took.</summary>
    public TimeSpan InTool { get; set; }

    /// <summary>The exception of a station that failed, for the log.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How the call stands; refused until a station or the body says otherwise.</summary>
    public CallResult Result { get; set; } = new CallResult.Refused(new Reason(
        "guard.incomplete", "The call did not pass every station.", "This is a defect of the host; nothing has run."));

    /// <summary>What the stations made of the request. Asking before the first station was passed is a defect.</summary>
    public ToolCall Checked => Call ?? throw new InvalidOperationException("The call has not been received.");

    /// <summary>The call that this kernel was made for.</summary>
    public static bool TryFind(Kernel kernel, [NotNullWhen(true)] out GuardedCall? call)
    {
        call = kernel.Data.TryGetValue(Key, out var value) ? value as GuardedCall : null;
        return call is not null;
    }

    public void Attach(Kernel kernel) => kernel.Data[Key] = this;

    /// <summary>Stations are entered one by one in their order; anything else is refused.</summary>
    public bool TryEnter(Station station)
    {
        if (station != passed + 1)
        {
            return false;
        }

        passed = station;
        return true;
    }

    public void Issue(Permit issued) => permit = issued;

    public Permit? TakePermit() => Interlocked.Exchange(ref permit, null);

    public void Refuse(string rule, string message, string remedy) => Refuse(new Reason(rule, message, remedy));

    public void Refuse(Reason reason) => Result = new CallResult.Refused(reason, Ran);
}
