using Harombe.Core.Calls;
using Harombe.Core.Decisions;
using Harombe.Core.Principals;

namespace Harombe.Core.Approvals;

/// <summary>
/// Questions to people: asked, answered, spent. Every change is durable before the method returns and survives a restart. Thread-safe.
/// </summary>
public interface IApprovals
{
    /// <summary>
    /// Puts a question about the call. Asking again for the same call while the first question waits returns the first; asking with its id for
    /// another call, or beyond the number of questions that a principal may have waiting, is refused.
    /// </summary>
    ValueTask<AskOutcome> AskAsync(ToolCall call, Decision decision, CancellationToken cancellationToken);

    /// <summary>
    /// Uses an approval for the call in one atomic update: of any number of attempts, over any number of hosts, one succeeds.
    /// The binding is computed anew from the call as it is now, so a changed argument, tool or policy is refused.
    /// </summary>
    ValueTask<Spending> SpendAsync(ApprovalId id, ToolCall call, Decision decision, CancellationToken cancellationToken);

    /// <summary>Records a person's answer, if that person may give it.</summary>
    ValueTask<AnswerOutcome> AnswerAsync(ApprovalId id, ApprovalAnswer answer, CancellationToken cancellationToken);

    /// <summary>
    /// Closes the question of a call that is not wanted any more, answered or not, so that nobody is asked in vain. Nothing changes when it is closed already.
    /// </summary>
    ValueTask WithdrawAsync(ApprovalId id, CancellationToken cancellationToken);

    /// <summary>One question; expired ones read as such.</summary>
    ValueTask<Approval?> FindAsync(ApprovalId id, CancellationToken cancellationToken);

    /// <summary>The newest questions first.</summary>
    /// <param name="state">Only those that stand so; null for all.</param>
    /// <param name="principal">Only this principal's calls; null for everybody's.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<Approval>> ListAsync(ApprovalState? state, PrincipalId? principal, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Every answer, expiry and withdrawal from now on, until cancelled; what happened before must be read with <see cref="FindAsync"/>. A slow reader
    /// misses none, but must not wait for anything that waits for it.
    /// </summary>
    IAsyncEnumerable<Approval> WatchAsync(CancellationToken cancellationToken);
}
