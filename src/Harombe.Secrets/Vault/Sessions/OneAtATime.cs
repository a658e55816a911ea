namespace Harombe.Secrets.Vault.Sessions;

/// <summary>Work that is done once for all who want it at that moment. Not with the cancellation of any of them: others wait for the same. Thread-safe.</summary>
internal sealed class OneAtATime
{
    private readonly Lock gate = new();
    private Task? under;

    /// <summary>What is under way, whatever it is; else this work, which begins.</summary>
    public Task Begin(Func<Task> work)
    {
        lock (gate)
        {
            return under ??= Task.Run(async () =>
            {
                try
                {
                    await work().ConfigureAwait(false);
                }
                finally
                {
                    lock (gate)
                    {
                        under = null;
                    }
                }
            });
        }
    }
}
