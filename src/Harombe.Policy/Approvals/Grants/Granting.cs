using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.State;
using Harombe.Policy.Approvals.Edits;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Approvals.Grants;

/// <summary>
/// Gives standing answers. What one would cover is proposed first and shown, with the earlier questions that it would have answered as well; the proposal's word
/// comes back with the answer, or there is none. The record comes before the row: a crash in between leaves nothing that lets a call through.
/// </summary>
internal sealed class Granting(IStateStore state, ToolCatalogs tools, GrantJournal journal, ApprovalSeals seals, SteadyClock clock, IOptions<PolicyOptions> options)
{
    private const int History = 500;
    private const int Shown = 5;

    public async ValueTask<GrantProposal> ProposeAsync(ApprovalId id, GrantTerms terms, Principal by, CancellationToken cancellationToken)
    {
        var found = await state.ReadAsync(connection => ApprovalRows.Find(connection, id, clock.Now), cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return new GrantProposal.Refused(ApprovalReasons.Unknown(id));
        }

        var asIf = new ApprovalAnswer(true, by, AnswerChannel.Http, null);
        if (AnswerAuthority.Refuse(found.Approval, asIf) is { } barred)
        {
            return new GrantProposal.Refused(barred);
        }

        var (grant, pattern, refusal) = Draft(found, terms, asIf);
        if (refusal is not null)
        {
            return new GrantProposal.Refused(refusal);
        }

        var earlier = await state.ReadAsync(
            connection => ApprovalRows.OfTool(connection, found.Approval.Tool, found.Approval.Principal, History, clock.Now), cancellationToken).ConfigureAwait(false);
        var others = earlier.Select(stored => stored.Approval).Where(approval => approval.Id != id).ToList();
        return new GrantProposal.Possible(
            grant!, // not null: it was not refused
            [.. pattern!.Conditions.Select(condition => condition.Says)], // not null: likewise
            [.. others.Where(approval => pattern.Fits(approval.Arguments) && (grant!.Session is not { } session || session == approval.Session)).Take(Shown)],
            others.Count,
            Word(found.Approval, terms, by));
    }

    /// <summary>Null when the answer's terms can be met.</summary>
    public Reason? Refuse(StoredApproval found, ApprovalAnswer answer)
    {
        if (answer.Grant is not { } terms)
        {
            return null;
        }

        return answer.Channel == AnswerChannel.ClientAttested ? GrantReasons.Client()
            : answer.Edited is not null ? EditReasons.WithGrant()
            : Draft(found, terms, answer).Refusal is { } refusal ? refusal
            : terms.Pattern is not null && !ApprovalSeals.AreSame(terms.Confirm, Word(found.Approval, terms, answer.By)) ? GrantReasons.Confirm()
            : null;
    }

    /// <summary>Gives what a yes that counts already came with.</summary>
    public async ValueTask<Grant> GiveAsync(StoredApproval found, ApprovalAnswer answer, GrantTerms terms)
    {
        var (draft, _, refusal) = Draft(found, terms, answer);
        var grant = draft ?? throw new InvalidOperationException($"The grant was refused after it was checked: {refusal}");
        await journal.RecordAsync(grant, "given", answer.By.Id, null, null, CancellationToken.None).ConfigureAwait(false);
        await state.WriteAsync(connection => GrantRows.Insert(connection, grant, seals.Grant(grant)), CancellationToken.None).ConfigureAwait(false);
        return grant;
    }

    private string Word(Approval approval, GrantTerms terms, Principal by) => seals.Proposal(approval, terms, by);

    private (Grant? Grant, ArgumentPattern? Pattern, Reason? Refusal) Draft(StoredApproval found, GrantTerms terms, ApprovalAnswer answer)
    {
        var approval = found.Approval;
        if (!TryPattern(terms.Pattern ?? ArgumentPattern.Exactly(approval.Arguments), out var form, out var pattern, out var fault))
        {
            return (null, null, GrantReasons.Form(fault));
        }

        if (GrantLimits.Refuse(approval, tools.Find(approval.Tool, found.Definition), terms, pattern, options.Value) is { } refusal)
        {
            return (null, null, refusal);
        }

        var now = clock.Now;
        return (
            new Grant
            {
                Id = GrantId.New(),
                From = approval.Id,
                Tool = approval.Tool,
                Definition = found.Definition,
                Principal = approval.Principal,
                Session = terms.Session ? approval.Session : null,
                Asks = approval.Terms!.Asks, // not null: the limits were passed
                Meaning = approval.Terms.Meaning,
                Risk = approval.Risk,
                Pattern = form,
                By = answer.By.Id,
                Via = answer.Channel,
                GivenAt = now,
                ExpiresAt = now + (terms.Lasts ?? GrantLimits.Longest(terms, options.Value)),
            },
            pattern,
            null);
    }

    private static bool TryPattern(JsonElement given, out JsonElement form, out ArgumentPattern pattern, out string fault)
    {
        try
        {
            form = JsonElement.Parse(CanonicalJson.Write(given));
            var read = ArgumentPattern.TryParse(form, out var parsed, out var wrong);
            (pattern, fault) = (parsed!, wrong ?? ""); // not null where it was read
            return read;
        }
        catch (CanonicalJsonException e)
        {
            (form, pattern, fault) = (default, null!, e.Message); // not null where it was read
            return false;
        }
    }
}
