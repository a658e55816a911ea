using Harombe.Core.Calls;

namespace Harombe.Policy.Approvals.Edits;

/// <summary>Every reason for which changed arguments are not taken.</summary>
internal static class EditReasons
{
    private const string OrDeny = "Correct the arguments, or deny with a reason that says what would be right.";

    public static Reason Client() => new("approval.edit", "An answer over the caller's own connection can't change the arguments.", "Answer on the approvals page, with harombe approvals, or over the HTTP API.");

    public static Reason WithGrant() => new("approval.edit", "Changed arguments are for this one call: the yes can't reach further.", "Leave out how far the yes shall reach, or don't change the arguments.");

    public static Reason Several() => new("approval.edit", "Several people must say yes to this call, and they are asked about what the caller sent.", "Deny, with a reason that says what would be right.");

    public static Reason Same() => new("approval.edit", "The changed arguments are the ones that were asked about.", "Approve without changing them.");

    public static Reason Tool() => new("approval.edit", "The tool has changed since the question, or there is nothing here to check changed arguments with.", "Deny, and let the caller ask again.");

    public static Reason Form(string fault) => new("approval.edit", fault, OrDeny);

    public static Reason Large(long most) => new("approval.edit", $"The changed arguments are larger than {most} bytes.", OrDeny);

    public static Reason Schema(string violation) => new("approval.edit-schema", $"The changed arguments don't fit the tool's input schema: {violation}.", OrDeny);

    public static Reason Secret() => new(
        "approval.edit-secret", "The changed arguments contain a secret.", "Keep it with 'harombe secrets set <name>' and let the tool declare it; never pass it as an argument.");

    public static Reason StandIn() => new(
        "approval.edit-stand-in", "The changed arguments still hold what stands in the place of the secret: the tool would be given that.", "Put something else there, approve without changing anything, or deny.");

    public static Reason Riskier() => new(
        "approval.edit-risk", "With the changed arguments the call's risk is higher than what was asked about.", "Let the caller make the call with these arguments, so that it is asked about anew.");
}
