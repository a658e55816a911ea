using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Harombe.Core.Approvals;
using Harombe.Core.State;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>
/// Tells approvers of questions: those that are asked now, and those that the last run still had to tell of. The call waits for none of it. What is told may be told
/// twice after a crash, with the same id.
/// </summary>
internal sealed partial class QuestionDelivery(
    QuestionQueue queue, QuestionTelling telling, IStateStore state, IApprovals approvals, IOptions<PolicyOptions> options, ILogger<QuestionDelivery> log) : BackgroundService
{
    private const int AtOnce = 8;
    private const int Most = 1000;

    private readonly ConcurrentDictionary<(ApprovalId, string), bool> underWay = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                ToTellAsync(stoppingToken),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                async (one, cancellationToken) => await TellAsync(one.Approval, one.Channel, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops. Who was not told stands in the outbox.
        }
    }

    private async IAsyncEnumerable<(Approval Approval, ApproverChannel Channel)> ToTellAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var left in await LeftAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return left;
        }

        await foreach (var approval in queue.Asked.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var channel in options.Value.Approvers)
            {
                yield return (approval, channel);
            }

            if (queue.Asked.Count == 0 && queue.HasMissed())
            {
                foreach (var left in await LeftAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return left;
                }
            }
        }
    }

    // What is over, or goes to a channel that is none any more, is dropped here.
    private async ValueTask<List<(Approval, ApproverChannel)>> LeftAsync(CancellationToken cancellationToken)
    {
        var left = new List<(Approval, ApproverChannel)>();
        foreach (var (id, name) in await state.ReadAsync(connection => OutboxRows.All(connection, Most), cancellationToken).ConfigureAwait(false))
        {
            if (options.Value.Approvers.FirstOrDefault(channel => channel.Id == name) is { } known
                && await approvals.FindAsync(id, cancellationToken).ConfigureAwait(false) is { State: ApprovalState.Waiting } approval)
            {
                left.Add((approval, known));
            }
            else
            {
                await RemoveAsync(id, name, cancellationToken).ConfigureAwait(false);
            }
        }

        return left;
    }

    private async ValueTask TellAsync(Approval approval, ApproverChannel channel, CancellationToken cancellationToken)
    {
        if (!underWay.TryAdd((approval.Id, channel.Id), true))
        {
            return;
        }

        try
        {
            await telling.TellAsync(approval, channel, cancellationToken).ConfigureAwait(false);
            await RemoveAsync(approval.Id, channel.Id, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One channel that fails must not end the telling of the others. It stands in the outbox for the next start.
            NotTold(log, approval.Id, channel.Approver, e.GetType().Name);
        }
        finally
        {
            underWay.TryRemove((approval.Id, channel.Id), out _);
        }
    }

    private async ValueTask RemoveAsync(ApprovalId approval, string channel, CancellationToken cancellationToken) =>
        await state.WriteAsync(connection => OutboxRows.Remove(connection, approval, channel), cancellationToken).ConfigureAwait(false);

    [LoggerMessage(LogLevel.Warning, "{Approver} was not told of the question {Approval}: {Fault}; it stands on the approvals page")]
    private static partial void NotTold(ILogger log, ApprovalId approval, string approver, string fault);
}
