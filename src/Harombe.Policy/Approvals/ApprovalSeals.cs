using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Keyed hashes that stand in the rows of the store, with a key that doesn't: who can write the database can neither make a question seem milder or
/// another than it was, nor give the answer to one. Thread-safe.
/// </summary>
internal sealed class ApprovalSeals(IOptions<PolicyOptions> options)
{
    private ReadOnlySpan<byte> Key => options.Value.SealKey.Span;

    /// <summary>What the answer is bound to.</summary>
    public string Binding(ToolCall call, Decision decision, DateTimeOffset expiresAt, string nonce) =>
        CallBinding.Of(Key, call, decision.PolicyVersion, expiresAt, nonce);

    /// <summary>Over all that an approver is shown, the risk that decides who may answer included, and the binding.</summary>
    public string Question(Approval approval) => Seal(new JsonObject
    {
        ["sealed"] = "question",
        ["id"] = approval.Id.Value,
        ["tool"] = approval.Tool.Value,
        ["arguments"] = Encoding.UTF8.GetString(CanonicalJson.Write(approval.Arguments)),
        ["principal"] = approval.Principal.Value,
        ["face"] = ApprovalRows.Word(approval.Face),
        ["risk"] = ApprovalRows.Word(approval.Risk),
        ["rule"] = approval.Rule,
        ["why"] = approval.Why,
        ["asked"] = Milliseconds(approval.AskedAt),
        ["expires"] = Milliseconds(approval.ExpiresAt),
        ["binding"] = approval.Binding,
    });

    /// <summary>Over a yes and whose it was. There is none over anything else: nothing but a yes lets a call run.</summary>
    public string Yes(Approval approval) => Seal(new JsonObject
    {
        ["sealed"] = "yes",
        ["id"] = approval.Id.Value,
        ["by"] = approval.AnsweredBy?.Value,
        ["via"] = ApprovalRows.Word(approval.AnsweredVia),
        ["at"] = approval.AnsweredAt is { } at ? Milliseconds(at) : null,
        ["binding"] = approval.Binding,
    });

    /// <summary>Null when the question is the one that was asked.</summary>
    public Reason? RefuseQuestion(StoredApproval stored) =>
        AreSame(stored.QuestionSeal, Question(stored.Approval)) ? null : ApprovalReasons.Mismatch("the stored question was altered");

    /// <summary>Null when a yes that stands was given to this question.</summary>
    public Reason? RefuseYes(StoredApproval stored) =>
        stored.Approval.State != ApprovalState.Approved || AreSame(stored.YesSeal, Yes(stored.Approval))
            ? null
            : ApprovalReasons.Mismatch("the stored answer was not given by anybody");

    /// <summary>Compares two of them in constant time; one that is missing is like none.</summary>
    public static bool AreSame(string? kept, string now) =>
        kept is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(kept), Encoding.UTF8.GetBytes(now));

    private string Seal(JsonObject form) => Convert.ToHexStringLower(HMACSHA256.HashData(Key, CanonicalJson.Write(form)));

    private static string Milliseconds(DateTimeOffset time) => ApprovalRows.Milliseconds(time).ToString(CultureInfo.InvariantCulture);
}
