namespace Harombe.Agent.Chat;

/// <summary>A turn under way. Guarded by the lock of <see cref="Turns"/>.</summary>
internal sealed class Work
{
    private bool detached;

    /// <summary>Ends the model's answer and the tools.</summary>
    public CancellationTokenSource Cancel { get; } = new();

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
}
