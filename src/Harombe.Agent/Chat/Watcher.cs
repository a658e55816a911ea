using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>
/// One who watches a conversation: what is new is handed to it in memory, so that a thousand who watch don't each read the store for every piece of text.
/// One that can't keep up is not waited for: it loses its place here and reads the store again. Used by one reader.
/// </summary>
internal sealed class Watcher(Action<Watcher> leave) : IDisposable
{
    private const int MostWaiting = 256;

    private readonly Lock changing = new();
    private List<TurnEvent> waiting = [];
    private TaskCompletionSource signal = NewSignal();

    /// <summary>What came since the last time, in order, perhaps with a gap that the reader sees by the ids; waits while that is nothing.</summary>
    public async ValueTask<IReadOnlyList<TurnEvent>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (changing)
            {
                if (waiting.Count > 0)
                {
                    var news = waiting;
                    waiting = [];
                    return news;
                }

                changed = signal.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Take(TurnEvent item)
    {
        lock (changing)
        {
            // The newest stays: whoever reads it sees the gap before it.
            if (waiting.Count >= MostWaiting)
            {
                waiting.Clear();
            }

            waiting.Add(item);
            signal.TrySetResult();
            signal = NewSignal();
        }
    }

    public void Dispose() => leave(this);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
