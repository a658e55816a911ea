using Harombe.Core.Approvals;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Policy.Approvals.Links;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Approvals.Channels.Webhooks;

/// <summary>
/// Tells one approver of one question, with a link of their own: into the record first, then out, a few times if it must be and for as long as the question stands,
/// and into the record what came of it.
/// </summary>
internal sealed partial class QuestionTelling(
    ChannelPost post, ApprovalLinks links, IApprovals approvals, IAuditLog audit, IOptions<PolicyOptions> options, TimeProvider time, ILogger<QuestionTelling> log)
{
    private const int Tries = 4;
    private const int LongestFault = 200;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <exception cref="AuditUnavailableException">It can't be recorded, so nothing was sent.</exception>
    public async ValueTask TellAsync(Approval approval, ApproverChannel channel, CancellationToken cancellationToken)
    {
        await RecordAsync(approval, channel, "telling", 0, null, cancellationToken).ConfigureAwait(false);
        var (attempts, fault) = await SendAsync(approval, channel, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            NotTold(log, approval.Id, channel.Approver, attempts, fault);
        }

        await RecordAsync(approval, channel, fault is null ? "told" : "untold", attempts, fault, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<(int Attempts, string? Fault)> SendAsync(Approval approval, ApproverChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            var link = await links.MakeAsync(approval, new PrincipalId(channel.Approver), cancellationToken).ConfigureAwait(false);
            var address = $"{options.Value.LinkBase?.Invoke().AbsoluteUri.TrimEnd('/')}/approvals/link?t={link.Token}";
            var pause = FirstPause;
            for (var attempt = 1; ; attempt++, pause *= 4)
            {
                using var content = QuestionMessage.Of(channel.Form, approval, address);
                var (fault, again) = await post.PostAsync(channel, approval.Id.Value, content, cancellationToken).ConfigureAwait(false);
                if (fault is null || !again || attempt == Tries)
                {
                    return (attempt, fault);
                }

                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                if (await approvals.FindAsync(approval.Id, cancellationToken).ConfigureAwait(false) is not { State: ApprovalState.Waiting })
                {
                    return (attempt, "it was answered elsewhere, or is over");
                }
            }
        }
        catch (SecretsUnavailableException e)
        {
            return (0, e.Message);
        }
    }

    private async ValueTask RecordAsync(Approval approval, ApproverChannel channel, string what, int attempts, string? fault, CancellationToken cancellationToken)
    {
        var said = fault is { Length: > LongestFault } ? fault[..LongestFault] : fault;
        await audit.AppendAsync(
            new ApproverTold(approval.Id, approval.Call, what, new PrincipalId(channel.Approver), channel.Form.ToString().ToLowerInvariant(), attempts, said) { Time = time.GetUtcNow() },
            cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Warning, "{Approver} was not told of the question {Approval} in {Attempts} tries: {Fault}; it stands on the approvals page")]
    private static partial void NotTold(ILogger log, ApprovalId approval, string approver, int attempts, string fault);
}
