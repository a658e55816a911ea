using Harombe.Core.Approvals;
using Harombe.Core.Conversations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Chat;

/// <summary>
/// Goes on with turns: at start with those that a stop cut off, and then with each whose question was answered or ran out. Answers given while the host
/// was down are found at start, since every open turn is looked at.
/// </summary>
internal sealed partial class TurnResumption(IConversations conversations, IApprovals approvals, Turns turns, ILogger<TurnResumption> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WatchAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        // Before the journal stops, which is registered earlier and so stops later: what turns say last is written.
        // A store that is gone would hold them: then they stay open, as after a crash.
        await turns.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchAsync(CancellationToken stoppingToken)
    {
        // Watching begins before the open turns are read, so that no answer falls between the two.
        var answers = approvals.WatchAsync(stoppingToken).GetAsyncEnumerator(stoppingToken);
        await using (answers.ConfigureAwait(false))
        {
            var next = answers.MoveNextAsync();
            foreach (var turn in await conversations.OpenTurnsAsync(stoppingToken).ConfigureAwait(false))
            {
                Resuming(log, turn.Id.Value);
                await turns.ResumeAsync(turn, stoppingToken).ConfigureAwait(false);
            }

            while (await next.ConfigureAwait(false))
            {
                if (await conversations.FindTurnWaitingForAsync(answers.Current.Id, stoppingToken).ConfigureAwait(false) is { } turn)
                {
                    await turns.ResumeAsync(turn, stoppingToken).ConfigureAwait(false);
                }

                next = answers.MoveNextAsync();
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Going on with turn {Turn}")]
    private static partial void Resuming(ILogger log, string turn);
}
