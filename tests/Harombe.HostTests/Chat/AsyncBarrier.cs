namespace Harombe.HostTests.Chat;

/// <summary>Lets everybody go on once all have arrived.</summary>
internal sealed class AsyncBarrier(int expected) : IDisposable
{
    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int arrived;

    public Task ArriveAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref arrived) == expected)
        {
            all.TrySetResult();
        }

        return all.Task.WaitAsync(cancellationToken);
    }

    public void Dispose() => all.TrySetCanceled();
}
