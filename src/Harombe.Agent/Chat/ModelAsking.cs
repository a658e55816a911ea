using Harombe.Agent.Completions;
using Harombe.Agent.LanguageModels;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Logging;

namespace Harombe.Agent.Chat;

/// <summary>
/// Asks the models of a turn until one answers: another takes the place of one that is out only before anything of its answer has come, only where
/// configuration names it, and never without an event that says so.
/// </summary>
internal sealed partial class ModelAsking(ModelStep step, ISecretScanner scanner, ILogger<ModelAsking> log)
{
    /// <summary>The reply, or why there is none.</summary>
    public async ValueTask<(ModelStep.Reply? Reply, Reason? Failure)> AskAsync(
        ModelChain chain,
        IReadOnlyList<Message> messages,
        Turn turn,
        ClientRequest client,
        Principal principal,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var (model, missing) = await chain.ConnectAsync(cancellationToken).ConfigureAwait(false);
        while (model is not null)
        {
            if (UnreadableFile.In(messages, model) is { } unreadable)
            {
                return (null, unreadable);
            }

            try
            {
                return (await step.AskAsync(model, messages, turn, client, principal, voice, cancellationToken).ConfigureAwait(false), null);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // The edge of the provider: it throws what it likes, and its texts may quote the request.
                AskingFailed(log, turn.Id.Value, model.Name, e);
                var fault = model.Explain(e);
                var reason = fault.Reason with { Message = scanner.Redact(fault.Reason.Message).Value };
                if (!fault.Outage || model.Replies.Began || !chain.HasNext)
                {
                    return (null, reason);
                }

                var failed = model.Name;
                (model, missing) = await chain.NextAsync(cancellationToken).ConfigureAwait(false);
                if (model is null)
                {
                    return (null, reason with { Remedy = $"{reason.Remedy} The model that would take its place is not to be had either: {missing}" });
                }

                await voice.ModelAsync(model.Name, failed, reason, cancellationToken).ConfigureAwait(false);
            }
        }

        return (null, missing);
    }

    [LoggerMessage(LogLevel.Warning, "Turn {Turn}: the model {Model} did not answer")]
    private static partial void AskingFailed(ILogger log, string turn, string model, Exception cause);
}
