using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Policy.Approvals.Links;
using Harombe.Policy.Approvals.Quorums;
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
    public string Binding(ToolCall call, Decision decision, DateTimeOffset expiresAt, string nonce, string? withheld) =>
        CallBinding.Of(Key, call, withheld ?? call.Arguments.Hash.Value, decision.PolicyVersion, expiresAt, nonce);

    /// <summary>The same, for the arguments that were asked about, whatever the call's own are by now.</summary>
    public string Binding(ToolCall call, Decision decision, Approval approval) => CallBinding.Of(
        Key,
        call,
        approval.WithheldSeal ?? Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(approval.Arguments))),
        decision.PolicyVersion,
        approval.ExpiresAt,
        approval.Nonce);

    /// <summary>Over arguments that hold a secret. Keyed, since a plain hash in the store would confirm a guess of the secret.</summary>
    public string Withheld(ToolArguments arguments, string nonce) => Seal(new JsonObject
    {
        ["sealed"] = "withheld",
        ["arguments"] = Encoding.UTF8.GetString(arguments.Canonical.Span),
        ["nonce"] = nonce,
    });

    /// <summary>Over the arguments that a person put in the place of those that were asked about.</summary>
    public string Edit(Approval approval, JsonElement edited) => Seal(new JsonObject
    {
        ["sealed"] = "edit",
        ["id"] = approval.Id.Value,
        ["edited"] = Encoding.UTF8.GetString(CanonicalJson.Write(edited)),
        ["binding"] = approval.Binding,
    });

    /// <summary>Over one yes of several.</summary>
    public string Endorsement(Approval approval, Endorsement yes) => Seal(new JsonObject
    {
        ["sealed"] = "endorsement",
        ["id"] = approval.Id.Value,
        ["by"] = yes.By.Value,
        ["via"] = ApprovalRows.Word(yes.Via),
        ["at"] = Milliseconds(yes.At),
        ["binding"] = approval.Binding,
    });

    /// <summary>Over all that a grant covers, and who gave it.</summary>
    public string Grant(Grant grant) => Seal(new JsonObject
    {
        ["sealed"] = "grant",
        ["id"] = grant.Id.Value,
        ["approval"] = grant.From.Value,
        ["tool"] = grant.Tool.Value,
        ["definition"] = grant.Definition,
        ["principal"] = grant.Principal.Value,
        ["session"] = grant.Session?.Value,
        ["asks"] = string.Join('\n', grant.Asks),
        ["meaning"] = grant.Meaning,
        ["risk"] = ApprovalRows.Word(grant.Risk),
        ["pattern"] = Encoding.UTF8.GetString(CanonicalJson.Write(grant.Pattern)),
        ["by"] = grant.By.Value,
        ["via"] = ApprovalRows.Word(grant.Via),
        ["given"] = Milliseconds(grant.GivenAt),
        ["expires"] = Milliseconds(grant.ExpiresAt),
    });

    /// <summary>Over what a link says, and over the very question that it is for.</summary>
    public string Link(Approval approval, SignedLink link) => Seal(new JsonObject
    {
        ["sealed"] = "link",
        ["id"] = link.Approval.Value,
        ["by"] = link.Approver.Value,
        ["expires"] = Milliseconds(link.ExpiresAt),
        ["nonce"] = link.Nonce,
        ["binding"] = approval.Binding,
    });

    /// <summary>Shows that these terms were proposed to this person for this question.</summary>
    public string Proposal(Approval approval, GrantTerms terms, Principal by) => Seal(new JsonObject
    {
        ["sealed"] = "proposal",
        ["id"] = approval.Id.Value,
        ["by"] = by.Id.Value,
        ["session"] = terms.Session,
        ["lasts"] = terms.Lasts?.Ticks.ToString(CultureInfo.InvariantCulture),
        ["pattern"] = terms.Pattern is { } pattern ? Encoding.UTF8.GetString(CanonicalJson.Write(pattern)) : null,
        ["binding"] = approval.Binding,
    });

    /// <summary>Over all that an approver is shown, the risk and the terms that decide who may answer included, and the binding.</summary>
    public string Question(Approval approval)
    {
        var form = QuestionForm(approval);
        // Not there in questions of an older version, which are sealed without.
        if (TermsForm.Write(approval.Terms) is { } terms)
        {
            form["terms"] = terms;
        }

        if (approval.WithheldSeal is { } withheld)
        {
            form["withheld"] = withheld;
        }

        return Seal(form);
    }

    private static JsonObject QuestionForm(Approval approval) => new()
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
    };

    /// <summary>Over a yes and whose it was. There is none over anything else: nothing but a yes lets a call run.</summary>
    public string Yes(Approval approval)
    {
        var form = YesForm(approval);
        if (approval.Edited is { } edited)
        {
            form["edit"] = Edit(approval, edited);
        }

        return Seal(form);
    }

    private static JsonObject YesForm(Approval approval) => new()
    {
        ["sealed"] = "yes",
        ["id"] = approval.Id.Value,
        ["by"] = approval.AnsweredBy?.Value,
        ["via"] = ApprovalRows.Word(approval.AnsweredVia),
        ["at"] = approval.AnsweredAt is { } at ? Milliseconds(at) : null,
        ["binding"] = approval.Binding,
    };

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
