using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;

namespace Harombe.Testing.Plugins;

/// <summary>Questions in memory. A yes is bound to the exact call and good for one run, as in the host. Thread-safe.</summary>
internal sealed class MemoryApprovals(TimeProvider clock) : IApprovals
{
    private static readonly TimeSpan Stands = TimeSpan.FromMinutes(10);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<ApprovalId, Approval> questions = [];

    public void Answer(ApprovalId id, bool approve)
    {
        lock (questions)
        {
            questions[id] = questions[id] with { State = approve ? ApprovalState.Approved : ApprovalState.Denied, AnsweredBy = new PrincipalId("approver"), AnsweredAt = clock.GetUtcNow() };
        }
    }

    public ValueTask<AskOutcome> AskAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        var (now, nonce) = (clock.GetUtcNow(), Guid.NewGuid().ToString("N"));
        var approval = new Approval
        {
            Id = new ApprovalId("apr_" + nonce),
            State = ApprovalState.Waiting,
            Call = call.Id,
            Tool = call.Tool.Name,
            Arguments = call.Arguments.Value,
            Principal = call.Principal.Id,
            Session = call.Session,
            Face = call.Face,
            Risk = decision.Risk,
            Rule = decision.Rule,
            Why = decision.Message,
            AskedAt = now,
            ExpiresAt = now + Stands,
            Binding = CallBinding.Of(key, call, decision.PolicyVersion, now + Stands, nonce),
            Nonce = nonce,
        };
        lock (questions)
        {
            questions.Add(approval.Id, approval);
        }

        return ValueTask.FromResult<AskOutcome>(new AskOutcome.Asked(approval));
    }

    public ValueTask<Spending> SpendAsync(ApprovalId id, ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        lock (questions)
        {
            var question = questions.GetValueOrDefault(id);
            return ValueTask.FromResult<Spending>(question switch
            {
                null => Refuse("approval.unknown", "There is no such approval."),
                { State: ApprovalState.Waiting } => new Spending.Waiting(question),
                { State: ApprovalState.Denied } => Refuse("approval.denied", "A person said no."),
                { State: ApprovalState.Approved } when question.Binding == CallBinding.Of(key, call, decision.PolicyVersion, question.ExpiresAt, question.Nonce) => Spend(question),
                { State: ApprovalState.Approved } => Refuse("approval.binding", "The approval is for another call."),
                _ => Refuse("approval.spent", "The approval was used."),
            });
        }
    }

    public ValueTask<AnswerOutcome> AnswerAsync(ApprovalId id, ApprovalAnswer answer, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tests answer with ApproveAsync and DenyAsync.");

    public ValueTask WithdrawAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        lock (questions)
        {
            if (questions.GetValueOrDefault(id) is { State: ApprovalState.Waiting or ApprovalState.Approved } open)
            {
                questions[id] = open with { State = ApprovalState.Withdrawn };
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<Approval?> FindAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        lock (questions)
        {
            return ValueTask.FromResult(questions.GetValueOrDefault(id));
        }
    }

    public ValueTask<IReadOnlyList<Approval>> ListAsync(ApprovalState? state, PrincipalId? principal, int limit, CancellationToken cancellationToken)
    {
        lock (questions)
        {
            return ValueTask.FromResult<IReadOnlyList<Approval>>([.. questions.Values.Where(one => state is null || one.State == state).Take(limit)]);
        }
    }

    public async IAsyncEnumerable<Approval> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }

    private Spending.Spent Spend(Approval approval)
    {
        questions[approval.Id] = approval with { State = ApprovalState.Spent };
        return new Spending.Spent(questions[approval.Id]);
    }

    private static Spending.Refused Refuse(string rule, string message) => new(new Reason(rule, message, "Make the call again."));
}
