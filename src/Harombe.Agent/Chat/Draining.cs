using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Chat;

/// <summary>
/// The end of a host, without loss: while it still listens, running turns get a bounded time to end, and whoever watches goes on watching. What is not done
/// by then stays open in the store and goes on at the next start; its streams are told so. Thread-safe.
/// </summary>
public sealed partial class Draining : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly Turns turns;
    private readonly AgentOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<Draining> log;

    internal Draining(Turns turns, AgentOptions options, TimeProvider clock, ILogger<Draining> log) =>
        (this.turns, this.options, this.clock, this.log) = (turns, options, clock, log);

    /// <summary>Cancelled once nothing is waited for any more: streams end.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>Waits for what runs. Called before anything is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var running = turns.Count;
        if (running > 0)
        {
            Waiting(log, running, options.DrainTimeout);
            using var limit = new CancellationTokenSource(options.DrainTimeout, clock);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await turns.IdleAsync(both.Token).ConfigureAwait(false);
            Waited(log, running, turns.Count);
        }

        await over.CancelAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => over.Dispose();

    [LoggerMessage(LogLevel.Warning, "Stopping: {Running} turns are running and get up to {Timeout} to end")]
    private static partial void Waiting(ILogger log, int running, TimeSpan timeout);

    [LoggerMessage(LogLevel.Warning, "Of {Running} running turns {Left} are left; they go on at the next start")]
    private static partial void Waited(ILogger log, int running, int left);
}
