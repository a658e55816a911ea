namespace Harombe.Agent.Chat;

/// <summary>A turn under way. Everything but <see cref="Detached"/> and <see cref="Token"/> is guarded by the lock of <see cref="Turns"/>.</summary>
internal sealed class Work : IAsyncDisposable
{
    private readonly CancellationTokenSource cancel = new();
    private Task cancelling = Task.CompletedTask;
    private bool detached;

    public Work() => Token = cancel.Token;

    /// <summary>Ends the model's answer and the tools. Good even after the work was disposed.</summary>
    public CancellationToken Token { get; }

    /// <summary>Ends with the work.</summary>
    public Task Done { get; set; } = Task.CompletedTask;

    /// <summary>Something changed while it was under way: look again before ending.</summary>
    public bool Again { get; set; }

    /// <summary>The host stops: leave the turn open.</summary>
    public bool Detached
    {
        get => Volatile.Read(ref detached);
        set => Volatile.Write(ref detached, value);
    }

    /// <summary>Asks it to end. Who listens is called elsewhere, not under the lock.</summary>
    public void End()
    {
        if (!cancel.IsCancellationRequested)
        {
            cancelling = cancel.CancelAsync();
        }
    }

    /// <summary>Gives the source back once nobody can reach it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await cancelling.ConfigureAwait(false);
        cancel.Dispose();
    }
}
