using Harombe.Core.Approvals;
using Harombe.Core.Secrets;
using Harombe.Policy.Approvals.Links;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>
/// Tells approvers of questions, each with a link of their own. A channel that doesn't take it is tried again a few times, as long as the question stands; the
/// call waits for none of it.
/// </summary>
internal sealed partial class QuestionDelivery(
    QuestionQueue queue, ChannelPost post, ApprovalLinks links, IApprovals approvals, IOptions<PolicyOptions> options, TimeProvider time, ILogger<QuestionDelivery> log) : BackgroundService
{
    private const int Tries = 4;
    private const int AtOnce = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var told = queue.Asked.ReadAllAsync(stoppingToken).SelectMany(approval => options.Value.Approvers.Select(channel => (approval, channel)));
            await Parallel.ForEachAsync(
                told,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                async (one, cancellationToken) => await TellAsync(one.approval, one.channel, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops. Whoever was not told finds the question on the approvals page.
        }
    }

    private async ValueTask TellAsync(Approval approval, ApproverChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            var link = await links.MakeAsync(approval, new Core.Principals.PrincipalId(channel.Approver), cancellationToken).ConfigureAwait(false);
            var address = $"{options.Value.LinkBase?.Invoke().AbsoluteUri.TrimEnd('/')}/approvals/link?t={link.Token}";
            var pause = FirstPause;
            for (var attempt = 1; ; attempt++, pause *= 4)
            {
                using var content = QuestionMessage.Of(channel.Form, approval, address);
                var (fault, again) = await post.PostAsync(channel, approval.Id.Value, content, cancellationToken).ConfigureAwait(false);
                if (fault is null)
                {
                    return;
                }

                if (!again || attempt == Tries)
                {
                    NotTold(log, approval.Id, channel.Approver, attempt, fault);
                    return;
                }

                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                if (await approvals.FindAsync(approval.Id, cancellationToken).ConfigureAwait(false) is not { State: ApprovalState.Waiting })
                {
                    return; // Answered elsewhere, or over.
                }
            }
        }
        catch (Exception e) when (e is SecretsUnavailableException || (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested))
        {
            // One channel that fails must not end the telling of the others.
            NotTold(log, approval.Id, channel.Approver, 0, e is SecretsUnavailableException ? e.Message : e.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Approver} was not told of the question {Approval} in {Attempts} tries: {Fault}; it stands on the approvals page")]
    private static partial void NotTold(ILogger log, ApprovalId approval, string approver, int attempts, string fault);
}
