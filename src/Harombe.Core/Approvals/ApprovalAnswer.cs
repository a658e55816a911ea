using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Approvals;

/// <summary>The way an answer came. The zero value answers nothing.</summary>
public enum AnswerChannel
{
    /// <summary>Unknown ways are refused.</summary>
    Unknown = 0,

    /// <summary>Over the caller's own connection (elicitation): discharges medium risk at most.</summary>
    ClientAttested = 1,

    /// <summary>The HTTP API with an approver's token.</summary>
    Http = 2,

    /// <summary>The command line.</summary>
    Cli = 3,

    /// <summary>The page in a browser where an approver signed in.</summary>
    Page = 4,

    /// <summary>A signed link that was sent to one approver, used once.</summary>
    Link = 5,
}

/// <summary>A person's answer.</summary>
/// <param name="Approve">Yes or no.</param>
/// <param name="By">Who answers.</param>
/// <param name="Channel">How the answer came.</param>
/// <param name="Reason">What the model shall read, for a no.</param>
public sealed record ApprovalAnswer(bool Approve, Principal By, AnswerChannel Channel, string? Reason)
{
    /// <summary>Of a yes: how far it reaches beyond this one call; null for not at all.</summary>
    public GrantTerms? Grant { get; init; }

    /// <summary>Of a yes: the arguments that shall run in the place of those that were asked about.</summary>
    public JsonElement? Edited { get; init; }
}

/// <summary>What became of an answer.</summary>
public abstract record AnswerOutcome
{
    private AnswerOutcome()
    {
    }

    /// <summary>It was recorded and counts.</summary>
    /// <param name="Approval">How it stands now: still waiting where more people must say yes.</param>
    /// <param name="Grant">What the yes allows beyond this call.</param>
    public sealed record Recorded(Approval Approval, Grant? Grant = null) : AnswerOutcome;

    /// <summary>It counts for nothing.</summary>
    public sealed record Rejected(Reason Reason) : AnswerOutcome;
}
