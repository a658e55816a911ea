using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Secrets;

namespace Harombe.Core.Audit;

/// <summary>A call is about to run. Durable before any credential is leased and before any effect; one per call, ever.</summary>
public sealed record CallIntent(ToolCall ToolCall, Redacted<string> Arguments, Decision Decision, Approvals.ApprovalId? Approval) : AuditEntry
{
    /// <summary>The standing answer that let it through, if one did.</summary>
    public Approvals.GrantId? Grant { get; init; }

    /// <inheritdoc/>
    public override string Kind => "call.intent";

    /// <inheritdoc/>
    public override CallId? Call => ToolCall.Id;

    private protected override void Fill(EntryForm form)
    {
        CallForm.Fill(form, ToolCall, Arguments);
        DecisionForm.Fill(form.Object("decision"), Decision);
        form.Add("approval", Approval?.Value);
        form.Add("grant", Grant?.Value);
    }
}

/// <summary>A call was stopped before it ran: refused, or waiting for a person.</summary>
public sealed record CallStopped(ToolCall ToolCall, Redacted<string> Arguments, string How, Reason Reason, Decision? Decision) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "call.stopped";

    /// <inheritdoc/>
    public override CallId? Call => ToolCall.Id;

    private protected override void Fill(EntryForm form)
    {
        CallForm.Fill(form, ToolCall, Arguments);
        form.Add("how", How);
        var reason = form.Object("reason");
        reason.Add("rule", Reason.Rule);
        reason.AddOrBlob("message", Reason.Message);
        if (Decision is not null)
        {
            DecisionForm.Fill(form.Object("decision"), Decision);
        }
    }
}

/// <summary>How a call that had an intent ended.</summary>
public enum CallEnding
{
    /// <summary>Not known: the host stopped in between. The call may have had its effect and is never run again.</summary>
    Indeterminate = 0,

    /// <summary>The tool returned a result.</summary>
    Completed = 1,

    /// <summary>The tool failed.</summary>
    Failed = 2,

    /// <summary>It was cancelled while it ran.</summary>
    Cancelled = 3,

    /// <summary>It never started: a station after the intent refused.</summary>
    NotRun = 4,

    /// <summary>It ran, and its result was withheld.</summary>
    Withheld = 5,
}

/// <summary>What became of a call that had an intent.</summary>
public sealed record CallOutcome(CallId CallId, CallEnding Ending, TimeSpan Duration, string? ResultHash, string? Rule) : AuditEntry
{
    /// <inheritdoc/>
    public override string Kind => "call.outcome";

    /// <inheritdoc/>
    public override CallId? Call => CallId;

    private protected override void Fill(EntryForm form)
    {
        form.Add("ending", Ending.ToString().ToLowerInvariant());
        form.Add("us", (long)Duration.TotalMicroseconds);
        form.Add("result", ResultHash);
        form.Add("rule", Rule);
    }
}
