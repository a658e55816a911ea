using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Gateway.Endpoint;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harombe.Gateway.Elicitation;

/// <summary>
/// Takes a client's answer to a question of ours and goes on with the call. Whatever comes back is an attacker's until the seal and every field of the
/// state fit the request that brings it.
/// </summary>
internal sealed class Answers(IApprovals approvals, Road road, ResultForm form, StateSeal seal, TimeProvider clock)
{
    public async ValueTask<CallToolResult> ResumeAsync(
        AskedCall asked, string text, IDictionary<string, InputResponse>? responses, CancellationToken cancellationToken)
    {
        if (seal.Open(text) is not { } state)
        {
            // An error of the protocol, and no result: whoever sends this is no model that could do better.
            throw new McpProtocolException(InputStates.Forged.ToString(), McpErrorCode.InvalidParams);
        }

        if (state.Principal != asked.Caller.Principal.Id.Value || state.Session != asked.Caller.Session.Value)
        {
            return Refuse("state.foreign", "The requestState belongs to another principal or session.");
        }

        if (state.Tool != asked.Tool.Name.Value || state.Arguments != asked.ArgumentsHash)
        {
            return Refuse("state.other-call", "The requestState belongs to another tool or other arguments.");
        }

        if (clock.GetUtcNow().ToUnixTimeMilliseconds() >= state.Expires)
        {
            return Refuse("state.expired", "The question expired before its answer came, which counts as a no.");
        }

        var approval = await approvals.FindAsync(new ApprovalId(state.Approval), cancellationToken).ConfigureAwait(false);
        if (approval is null || approval.Call.Value != state.Call || approval.Principal != asked.Caller.Principal.Id)
        {
            return Refuse("state.unknown", "The question that the requestState belongs to is not in the store.");
        }

        asked.Client.Carried = state.Continuation;
        return await SettleAsync(asked, approval, ClientAnswers.Read(responses), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CallToolResult> SettleAsync(AskedCall asked, Approval approval, ClientAnswer answer, CancellationToken cancellationToken)
    {
        if (answer is ClientAnswer.None)
        {
            return form.Waiting(approval);
        }

        var given = new ApprovalAnswer(answer == ClientAnswer.Allow, asked.Caller.Principal, AnswerChannel.ClientAttested, Reason: null);
        if (await approvals.AnswerAsync(approval.Id, given, cancellationToken).ConfigureAwait(false) is AnswerOutcome.Rejected rejected)
        {
            // Somebody may have said yes elsewhere meanwhile; a second yes then does no harm. Anything else stops here.
            var now = await approvals.FindAsync(approval.Id, cancellationToken).ConfigureAwait(false);
            if (answer != ClientAnswer.Allow || now?.State != ApprovalState.Approved)
            {
                return ResultForm.Stop(rejected.Reason);
            }
        }

        // For a no as well: the road words the refusal, and records it.
        return await road.AnswerAsync(asked.ToRequest(approval.Call, Patience.Interactive, approval.Id), asked.Client, cancellationToken).ConfigureAwait(false);
    }

    private static CallToolResult Refuse(string rule, string message) =>
        ResultForm.Stop(new Reason(rule, message + " Nothing has run.", "Make the call again, without requestState."));
}
