using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Harombe.Core.Approvals;

namespace Harombe.Policy.Approvals;

/// <summary>
/// Tells whoever watches of each answer and expiry. Each watcher has a queue of its own without bound, because none may be missed and none may
/// hold up an answer; what it can hold is bounded by how many questions may wait. Sees the changes of this process only. Thread-safe.
/// </summary>
internal sealed class ApprovalWatchers
{
    private readonly ConcurrentDictionary<Channel<Approval>, bool> queues = new();

    /// <summary>Watches from this call on, not from the first read on: nothing falls between asking and reading.</summary>
    public IAsyncEnumerable<Approval> Watch(CancellationToken cancellationToken)
    {
        var queue = Channel.CreateUnbounded<Approval>(new UnboundedChannelOptions { SingleReader = true });
        queues[queue] = true;
        // Covers a stream that is cancelled before anybody enumerates it.
        var registration = cancellationToken.Register(() => queues.TryRemove(queue, out _));
        return ReadAsync(queue, registration, cancellationToken);
    }

    public void Publish(Approval approval)
    {
        foreach (var queue in queues.Keys)
        {
            queue.Writer.TryWrite(approval);
        }
    }

    private async IAsyncEnumerable<Approval> ReadAsync(
        Channel<Approval> queue,
        CancellationTokenRegistration registration,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (registration.ConfigureAwait(false))
        {
            try
            {
                await foreach (var approval in queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return approval;
                }
            }
            finally
            {
                queues.TryRemove(queue, out _);
            }
        }
    }
}
