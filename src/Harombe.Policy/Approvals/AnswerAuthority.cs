using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Policy.Approvals;

/// <summary>Who may answer what, in which way. Pure.</summary>
internal static class AnswerAuthority
{
    public const int MaxReason = 1000;

    /// <summary>Null when the answer may count.</summary>
    public static Reason? Refuse(Approval approval, ApprovalAnswer answer) => answer.Channel switch
    {
        AnswerChannel.ClientAttested => RefuseClient(approval, answer),
        AnswerChannel.Http or AnswerChannel.Cli or AnswerChannel.Page => RefusePerson(approval, answer),
        _ => ApprovalReasons.Channel(),
    } ?? (answer.Reason is { Length: > MaxReason } ? ApprovalReasons.TooLong(MaxReason) : null);

    private static Reason? RefusePerson(Approval approval, ApprovalAnswer answer)
    {
        if (!answer.By.Is(TokenKinds.Approver))
        {
            return ApprovalReasons.Approver(answer.By.Id);
        }

        return answer.By.Id == approval.Principal ? ApprovalReasons.Own() : null;
    }

    // The client vouches that a person sits behind it, for its own calls only. Nothing proves it, so a yes is worth little; a no always counts.
    private static Reason? RefuseClient(Approval approval, ApprovalAnswer answer)
    {
        if (answer.By.Id != approval.Principal)
        {
            return ApprovalReasons.Principal();
        }

        return answer.Approve && approval.Risk is not (Risk.Low or Risk.Medium) ? ApprovalReasons.Client(approval) : null;
    }
}
