using Harombe.Core.Audit;

namespace Harombe.Audit.Entries;

/// <summary>Tells the callers of a batch what came of it.</summary>
internal static class BatchAnswer
{
    /// <summary>
    /// A caller that committed its own entry finds its answer without leaving its thread. Others are answered by one hand-over to the pool, which
    /// spreads them over its threads.
    /// </summary>
    /// <param name="batch">The callers.</param>
    /// <param name="why">Why the whole batch failed, if it did.</param>
    public static void Give(List<PendingAppend> batch, AuditUnavailableException? why)
    {
        if (batch.Count == 1)
        {
            batch[0].Settle(why);
        }
        else if (batch.Count > 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static answers =>
                {
                    foreach (var pending in answers.Batch)
                    {
                        pending.Settle(answers.Why);
                    }
                },
                (Batch: batch, Why: why),
                preferLocal: false);
        }
    }
}
