using Harombe.Core.Approvals;

namespace Harombe.Core.Calls;

/// <summary>How a guarded call ended. A closed family: a stop is a value, never an exception.</summary>
public abstract record CallResult
{
    private CallResult()
    {
    }

    /// <summary>The tool ran and this is its result: bounded, scanned and labelled.</summary>
    public sealed record Completed(ToolContent Content) : CallResult;

    /// <summary>The call was refused. <paramref name="ToolRan"/> is true only when the tool had run and its result is withheld.</summary>
    public sealed record Refused(Reason Reason, bool ToolRan = false) : CallResult;

    /// <summary>A person must answer first. The call has ended; present the approval with the same call to go on.</summary>
    public sealed record Pending(Approval Approval) : CallResult;

    /// <summary>The call could go on, but the request said that it shall not (<see cref="CallRequest.AskOnly"/>). Nothing ran and nothing is recorded.</summary>
    public sealed record Held : CallResult;

    /// <summary>The tool ran and failed, or was cancelled, or ran out of time; it may have had an effect.</summary>
    public sealed record Failed(Reason Reason) : CallResult;
}
