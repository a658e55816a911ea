using Harombe.Core.Approvals;
using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals;

/// <summary>Every reason for which a question, an answer or a spending is refused, in one place so that rules stay stable names.</summary>
internal static class ApprovalReasons
{
    private const string AskAgain = "Make the call again without an approval to ask anew.";

    public static Reason Unshown() => new(
        "scan.arguments", "The arguments contain a secret and can't be told without it, so nobody can be asked about them.", "Send them without it.");

    public static Reason Unknown(ApprovalId id) =>
        new("approval.unknown", $"There is no approval {Shown(id)}.", "List the questions with: harombe approvals list");

    public static Reason Principal() =>
        new("approval.principal", "This approval is for a call of another principal.", "Ask with your own call; approvals can't be passed on.");

    public static Reason Mismatch(string what) =>
        new("approval.mismatch", $"The approval was given for another call: {what}.", AskAgain);

    public static Reason Full(int max) => new(
        "approval.full",
        $"{max} questions of this principal wait already.",
        "Answer some with: harombe approvals list --state waiting. approvals.max_waiting sets the number.");

    public static Reason Answered(Approval approval) => new(
        "approval.answered",
        $"The question was answered already, by {approval.AnsweredBy}; the first answer stands.",
        "To take back a yes, stop the call; to reverse a no, let the caller ask again.");

    public static Reason Channel() => new(
        "approval.channel",
        "The answer came in a way that is not known.",
        "Answer on the approvals page, with harombe approvals, or over the HTTP API.");

    public static Reason Approver(Harombe.Core.Principals.PrincipalId by) => new(
        "approval.approver",
        $"The token of '{by}' doesn't answer questions.",
        "Use an approver's token: harombe token add <name> --kinds approver");

    public static Reason Own() => new(
        "approval.own",
        "A caller can't answer its own question.",
        "Let another principal with an approver's token answer it.");

    public static Reason Client(Approval approval) => new(
        "approval.client",
        $"An answer over the caller's own connection discharges medium risk at most; this call's risk is {approval.Risk.ToString().ToLowerInvariant()}.",
        $"Answer with: harombe approvals approve {approval.Id}, or at /approvals/{approval.Id}");

    public static Reason OwnPerson(string person) => new(
        "approval.own", $"The call is one of '{person}', who can't answer it under another name either.", "Let another person answer.");

    public static Reason Named(string rule, IEnumerable<string> named) => new(
        "approval.named", $"The rules say who may say yes here: {string.Join(", ", named)}.", $"Let one of them answer. 'answer: by' of the rule '{rule}', or of another that asks, names them.");

    public static Reason ClientDemand(Approval approval) => new(
        "approval.client",
        "The rules say who must say yes here, which an answer over the caller's own connection can't prove.",
        $"Answer with: harombe approvals approve {approval.Id}, or at /approvals/{approval.Id}");

    public static Reason Twice(string person, int wanted) => new(
        "approval.twice", $"'{person}' has said yes already, and {wanted} different people must.", "Let another person answer.");

    public static Reason TooLong(int max) =>
        new("approval.reason", $"A reason has at most {max} characters.", "Shorten it.");

    /// <summary>Why an approval that stands so can't be spent.</summary>
    public static Reason Unspendable(Approval approval) => approval.State switch
    {
        ApprovalState.Denied or ApprovalState.Expired or ApprovalState.Spent or ApprovalState.Withdrawn => ClosedQuestions.Of(approval),
        _ => Unknown(approval.Id),
    };

    /// <summary>Why a question that stands so takes no answer.</summary>
    public static Reason Unanswerable(Approval approval) => approval.State switch
    {
        ApprovalState.Expired or ApprovalState.Withdrawn => ClosedQuestions.Of(approval),
        ApprovalState.Waiting or ApprovalState.Approved or ApprovalState.Denied or ApprovalState.Spent => Answered(approval),
        _ => Unknown(approval.Id),
    };

    // What was presented is the caller's text: it is not repeated unless it looks like an id.
    private static string Shown(ApprovalId id) =>
        id.Value is { Length: <= 64 } value && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? value : "of that id";
}
