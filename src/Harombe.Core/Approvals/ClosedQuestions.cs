using Harombe.Core.Calls;

namespace Harombe.Core.Approvals;

/// <summary>Why a question that stands so lets no call run, in one place, so that a caller reads the same words by whichever way it asks.</summary>
public static class ClosedQuestions
{
    internal const string AskAgain = "Make the call again without an approval to ask anew.";

    /// <summary>The reason. Of a question that is open, the only one there can be is that its arguments are gone.</summary>
    public static Reason Of(Approval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return approval.State switch
        {
            ApprovalState.Denied => new Reason(
                "approval.denied",
                approval.AnswerReason is { } why ? $"{approval.AnsweredBy} said no: {why}" : $"{approval.AnsweredBy} said no and gave no reason.",
                "Do it in another way, or ask the person who said no."),
            ApprovalState.Expired => new Reason(
                "approval.expired",
                $"The question stood until {approval.ExpiresAt:yyyy-MM-dd HH:mm:ss}Z and counts as a no.",
                $"{AskAgain} security.hitl.timeout and approvals.deferred_timeout set how long a question stands."),
            ApprovalState.Spent => new Reason("approval.spent", "This approval was used already; it is good for one run, whatever became of it.", AskAgain),
            ApprovalState.Withdrawn when approval.WithheldSeal is null => new Reason(
                "approval.withdrawn", "The call was given up before it used an answer, so there is nothing left to allow.", "Make the call again if it is still wanted."),
            _ => WithheldArguments.Gone,
        };
    }
}
