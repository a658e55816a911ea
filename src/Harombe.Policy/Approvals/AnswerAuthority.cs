using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
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
        AnswerChannel.Http or AnswerChannel.Cli or AnswerChannel.Page or AnswerChannel.Link => RefusePerson(approval, answer),
        _ => ApprovalReasons.Channel(),
    } ?? (answer.Reason is { Length: > MaxReason } ? ApprovalReasons.TooLong(MaxReason) : null);

    private static Reason? RefusePerson(Approval approval, ApprovalAnswer answer)
    {
        if (!answer.By.Is(TokenKinds.Approver))
        {
            return ApprovalReasons.Approver(answer.By.Id);
        }

        return answer.By.Id == approval.Principal ? ApprovalReasons.Own() : answer.Approve ? RefuseByRule(approval, answer.By.Id) : null;
    }

    // Whom the rules name. A no of any approver counts: it lets nothing happen.
    private static Reason? RefuseByRule(Approval approval, PrincipalId by)
    {
        if (approval.Terms is not { Demand: var demand })
        {
            return null;
        }

        var person = AnswerDemand.PersonOf(by);
        if (demand.OwnBarred && person == AnswerDemand.PersonOf(approval.Principal))
        {
            return ApprovalReasons.OwnPerson(person);
        }

        return demand.By.FirstOrDefault(named => !named.Any(pattern => new ToolGlob(pattern) is var glob && (glob.Covers(by.Value) || glob.Covers(person)))) is { IsDefault: false } closed
            ? ApprovalReasons.Named(approval.Rule, closed) : null;
    }

    // The client vouches that a person sits behind it, for its own calls only. Nothing proves it, so a yes is worth little; a no always counts.
    private static Reason? RefuseClient(Approval approval, ApprovalAnswer answer)
    {
        if (answer.By.Id != approval.Principal)
        {
            return ApprovalReasons.Principal();
        }

        // The rules want to know who said yes, which a client can't prove.
        if (answer.Approve && approval.Terms is { Demand: { Quorum: > 1 } or { By.Length: > 0 } })
        {
            return ApprovalReasons.ClientDemand(approval);
        }

        return answer.Approve && approval.Risk is not (Risk.Low or Risk.Medium) ? ApprovalReasons.Client(approval) : null;
    }
}
