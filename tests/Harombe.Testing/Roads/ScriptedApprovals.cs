using System.Runtime.CompilerServices;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;

namespace Harombe.Testing.Roads;

/// <summary>Asks nobody: every question waits, and spending comes out as the test says.</summary>
public sealed class ScriptedApprovals : IApprovals
{
    private readonly List<ToolCall> asked = [];
    private readonly List<ApprovalId> spent = [];

    /// <summary>The calls that were asked about.</summary>
    public IReadOnlyList<ToolCall> Asked => asked;

    /// <summary>The approvals that calls tried to spend.</summary>
    public IReadOnlyList<ApprovalId> Spent => spent;

    /// <summary>What comes of asking; null for a question that waits. May throw.</summary>
    public Func<ToolCall, AskOutcome?> Asks { get; set; } = _ => null;

    /// <summary>What comes of spending; null for spent. May throw.</summary>
    public Func<ToolCall, Spending?> Spends { get; set; } = _ => null;

    /// <summary>A question about the call.</summary>
    public static Approval About(ToolCall call, Decision decision, ApprovalState state)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(decision);
        return new Approval
        {
            Id = new ApprovalId("apr_" + call.Id.Value),
            State = state,
            Call = call.Id,
            Tool = call.Tool.Name,
            Arguments = call.Arguments.Value,
            Principal = call.Principal.Id,
            Session = call.Session,
            Face = call.Face,
            Risk = decision.Risk,
            Rule = decision.Rule,
            Why = decision.Message,
            AskedAt = default,
            ExpiresAt = default,
            Binding = CallBinding.Of([], call, decision.PolicyVersion, default, "nonce"),
            Nonce = "nonce",
        };
    }

    /// <inheritdoc/>
    public ValueTask<AskOutcome> AskAsync(ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        asked.Add(call);
        return ValueTask.FromResult(Asks(call) ?? new AskOutcome.Asked(About(call, decision, ApprovalState.Waiting)));
    }

    /// <inheritdoc/>
    public ValueTask<Spending> SpendAsync(ApprovalId id, ToolCall call, Decision decision, CancellationToken cancellationToken)
    {
        spent.Add(id);
        return ValueTask.FromResult(Spends(call) ?? new Spending.Spent(About(call, decision, ApprovalState.Spent) with { Id = id }));
    }

    /// <inheritdoc/>
    public ValueTask<AnswerOutcome> AnswerAsync(ApprovalId id, ApprovalAnswer answer, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask WithdrawAsync(ApprovalId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>What is found; nothing unless a test says otherwise.</summary>
    public Func<ApprovalId, Approval?> Finds { get; set; } = _ => null;

    /// <inheritdoc/>
    public ValueTask<Approval?> FindAsync(ApprovalId id, CancellationToken cancellationToken) => ValueTask.FromResult(Finds(id));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Approval>> ListAsync(ApprovalState? state, PrincipalId? principal, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Approval>>([]);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Approval> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield break;
    }
}
