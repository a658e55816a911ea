namespace Harombe.Core.Tools;

/// <summary>Counts the calls that began on one snapshot of the catalogue, so that what it held can be let go after the last of them. Thread-safe.</summary>
internal sealed class CallsUnderWay
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The catalogue itself counts as one, until it has a newer snapshot.
    private long count = 1;

    /// <summary>Ends once the snapshot is closed and its last call has left.</summary>
    public Task Ended => ended.Task;

    /// <summary>Begins a call; false when the snapshot is an old one that nobody is in any more.</summary>
    public bool TryEnter()
    {
        var seen = Volatile.Read(ref count);
        while (seen > 0)
        {
            var before = Interlocked.CompareExchange(ref count, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>Ends a call that was begun.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref count) == 0)
        {
            ended.SetResult();
        }
    }

    /// <summary>There is a newer snapshot. Called once.</summary>
    public void Close() => Leave();
}
