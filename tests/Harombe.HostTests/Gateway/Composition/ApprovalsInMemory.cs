using System.Runtime.CompilerServices;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.HostTests.Gateway.Composition;

/// <summary>Keeps the promises of the contract, but for durability.</summary>
public sealed class ApprovalsInMemory(TimeProvider clock) : IApprovals
{
    public static readonly TimeSpan InteractiveTime = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan DeferredTime = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<ApprovalId, Approval> kept = [];

    public ValueTask<AskOutcome> AskAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (kept.Values.FirstOrDefault(one => one.Call == call.Id && Now(one).State == ApprovalState.Waiting) is { } first)
            {
                return ValueTask.FromResult<AskOutcome>(new AskOutcome.Asked(first));
            }

            var asked = clock.GetUtcNow();
            var expires = asked + (call.Patience == Patience.Interactive ? InteractiveTime : DeferredTime);
            var nonce = Guid.NewGuid().ToString("N");
            var approval = new Approval
            {
                Id = ApprovalId.New(),
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
                AskedAt = asked,
                ExpiresAt = expires,
                Binding = CallBinding.Of([], call, decision.PolicyVersion, expires, nonce),
                Nonce = nonce,
            };
            kept[approval.Id] = approval;
            return ValueTask.FromResult<AskOutcome>(new AskOutcome.Asked(approval));
        }
    }

    public ValueTask<Spending> SpendAsync(ApprovalId id, ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult(Spend(id, call, decision));
        }
    }

    public ValueTask<AnswerOutcome> AnswerAsync(ApprovalId id, ApprovalAnswer answer, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult(Answer(id, answer));
        }
    }

    public ValueTask WithdrawAsync(ApprovalId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Approval?> FindAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult(kept.TryGetValue(id, out var approval) ? Now(approval) : null);
        }
    }

    public ValueTask<IReadOnlyList<Approval>> ListAsync(ApprovalState? state, PrincipalId? principal, int limit, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Approval>>([.. kept.Values.Select(Now)
                .Where(one => (state is null || one.State == state) && (principal is null || one.Principal == principal))
                .Reverse().Take(limit)]);
        }
    }

    public async IAsyncEnumerable<Approval> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    private Spending Spend(ApprovalId id, ToolCall call, Decision decision)
    {
        if (!kept.TryGetValue(id, out var found))
        {
            return No("approval.unknown", "There is no such approval.");
        }

        var approval = Now(found);
        if (approval.Binding != CallBinding.Of([], call, decision.PolicyVersion, approval.ExpiresAt, approval.Nonce))
        {
            return No("approval.binding", "The approval is for another call.");
        }

        if (approval.State == ApprovalState.Waiting)
        {
            return new Spending.Waiting(approval);
        }

        if (approval.State != ApprovalState.Approved)
        {
            return No("approval." + approval.State.ToString().ToLowerInvariant(), $"The approval is {approval.State}.");
        }

        kept[id] = approval with { State = ApprovalState.Spent };
        return new Spending.Spent(kept[id]);
    }

    private AnswerOutcome Answer(ApprovalId id, ApprovalAnswer answer)
    {
        if (!kept.TryGetValue(id, out var found))
        {
            return Rejected("approval.unknown", "There is no such approval.");
        }

        var approval = Now(found);
        if (approval.State != ApprovalState.Waiting)
        {
            return Rejected("approval.closed", $"The question is {approval.State}.");
        }

        var attested = answer.Channel == AnswerChannel.ClientAttested;
        if (attested && (approval.Risk is not (Risk.Low or Risk.Medium) || answer.By.Id != approval.Principal))
        {
            return Rejected("approval.channel", "A client's word is not enough.");
        }

        if (!attested && !answer.By.Is(TokenKinds.Approver))
        {
            return Rejected("approval.kind", "Not an approver.");
        }

        kept[id] = approval with
        {
            State = answer.Approve ? ApprovalState.Approved : ApprovalState.Denied,
            AnsweredBy = answer.By.Id,
            AnsweredVia = answer.Channel,
            AnsweredAt = clock.GetUtcNow(),
            AnswerReason = answer.Reason,
        };
        return new AnswerOutcome.Recorded(kept[id]);
    }

    private Approval Now(Approval approval) => approval.State is ApprovalState.Waiting or ApprovalState.Approved && clock.GetUtcNow() >= approval.ExpiresAt
        ? approval with { State = ApprovalState.Expired }
        : approval;

    private static Spending.Refused No(string rule, string message) => new(new Reason(rule, message, "Ask again."));

    private static AnswerOutcome.Rejected Rejected(string rule, string message) => new(new Reason(rule, message, "Ask again."));
}
