using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Microsoft.AspNetCore.Http;

namespace Harombe.Policy.Approvals.Channels;

/// <summary>
/// Answers several questions together. Each is answered by itself, with its own authority, binding and record; a yes to one is none to another, and what can't be
/// answered says so beside those that were.
/// </summary>
internal static class BatchEndpoint
{
    private const int MaxTogether = 50;

    public static async Task<IResult> AnswerAsync(HttpContext context, IApprovals approvals, Func<HttpContext, Principal?> principalOf)
    {
        if (!Reader.TryIdentify(context, principalOf, out var reader, out var refusal))
        {
            return refusal;
        }

        var (batch, fault) = await BatchBody.ReadAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        if (fault is not null || batch is not { Ids: { Count: > 0 and <= MaxTogether } ids, Answer: "approve" or "deny" })
        {
            return ApprovalProblems.Of(fault ?? new Reason(
                "approval.body", $"It doesn't name 1 to {MaxTogether} questions and an answer.", """Send {"ids":["apr_…"],"answer":"approve"} or {"ids":["apr_…"],"answer":"deny","reason":"…"}."""));
        }

        var channel = context.Request.HasJsonContentType() ? AnswerChannel.Http : AnswerChannel.Page;
        var answers = new List<BatchedAnswer>();
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            var answer = new ApprovalAnswer(batch.Answer == "approve", reader.Principal, channel, string.IsNullOrWhiteSpace(batch.Reason) ? null : batch.Reason.Trim());
            answers.Add(await OneAsync(approvals, reader, id, answer, context.RequestAborted).ConfigureAwait(false));
        }

        return channel == AnswerChannel.Page
            ? new SeeOther($"{context.Request.PathBase}/approvals?state=waiting")
            : TypedResults.Json(new BatchResult(answers), ApprovalJson.Default.BatchResult);
    }

    private static async ValueTask<BatchedAnswer> OneAsync(IApprovals approvals, Reader reader, string id, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(approvals, id, cancellationToken).ConfigureAwait(false) is not { } approval)
        {
            var unknown = ApprovalReasons.Unknown(new ApprovalId(id));
            return new BatchedAnswer(id, "unknown", unknown.Rule, unknown.Message);
        }

        return await approvals.AnswerAsync(approval.Id, answer, cancellationToken).ConfigureAwait(false) switch
        {
            AnswerOutcome.Recorded recorded => new BatchedAnswer(id, ApprovalRows.Word(recorded.Approval.State), null, null),
            AnswerOutcome.Rejected rejected => new BatchedAnswer(
                id, ApprovalRows.Word((await approvals.FindAsync(approval.Id, cancellationToken).ConfigureAwait(false) ?? approval).State), rejected.Reason.Rule, rejected.Reason.Message),
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }
}
