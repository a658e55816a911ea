namespace Harombe.Core.Reloading;

/// <summary>
/// Looks once a second whether something was edited, for as long as the host runs. Whatever goes wrong with a look is told once, until it is something else or a look has
/// gone well; the next second looks again. No fault of a look ends the loop: what was in force stays, and the host lives.
/// </summary>
public static class ReloadLoop
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="look">Looks once, and puts into force what it finds. It must change all or nothing.</param>
    /// <param name="failed">Tells of a look that failed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(Func<CancellationToken, ValueTask<bool>> look, Action<Exception> failed, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(failed);
        string? trouble = null;
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await look(cancellationToken).ConfigureAwait(false);
                trouble = null;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The edge: an exception that left here would stop the host.
                var said = $"{e.GetType().Name}: {e.Message}";
                if (trouble != said)
                {
                    failed(e);
                    trouble = said;
                }
            }
        }
    }
}
