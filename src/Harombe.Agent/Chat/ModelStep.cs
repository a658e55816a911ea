using Harombe.Agent.Agents;
using Harombe.Agent.Budgets;
using Harombe.Agent.Completions;
using Harombe.Agent.LanguageModels;
using Harombe.Agent.LanguageModels.Transport;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.Tools;
using Microsoft.SemanticKernel;

namespace Harombe.Agent.Chat;

/// <summary>Asks the model once: streams what it says, gathers the calls it wants, and counts what that took.</summary>
internal sealed class ModelStep(ToolCatalog catalog, NamedAgents agents, TurnBudget budgets, ISecretScanner scanner, AgentOptions options, TimeProvider clock)
{
    /// <exception cref="TimeoutException">It took longer than <see cref="AgentOptions.ModelTimeout"/>.</exception>
    /// <exception cref="BudgetSpentException">A budget doesn't let the model be asked at all.</exception>
    public async ValueTask<Reply> AskAsync(
        LanguageModel model,
        IReadOnlyList<Message> messages,
        Turn turn,
        ClientRequest client,
        Principal principal,
        TurnVoice voice,
        CancellationToken cancellationToken)
    {
        var budget = await budgets.WatchAsync(turn, model, cancellationToken).ConfigureAwait(false);
        var time = budget.Time is { } left && left < options.ModelTimeout ? left : options.ModelTimeout;
        using var limit = new CancellationTokenSource(time, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var spoken = new SpokenReply(model, scanner, voice, budget);
        Reason? cut = null;
        try
        {
            await StreamAsync(model, messages, turn, client, principal, spoken, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            cut = time < options.ModelTimeout ? budget.TimeSpent : throw new TimeoutException("The model took too long.", e);
        }
        catch (BudgetSpentException spent)
        {
            cut = spent.Reason;
        }
        catch (Exception e) when (e is OversizedReplyException or { InnerException: OversizedReplyException })
        {
            cut = model.Explain(e).Reason;
        }
        finally
        {
            // An answer that broke off was spent as well.
            spoken.Usage = await budgets.SpendAsync(turn, model, spoken.Budget, Length(messages)).ConfigureAwait(false);
        }

        return await spoken.EndAsync(cut, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask StreamAsync(
        LanguageModel model,
        IReadOnlyList<Message> messages,
        Turn turn,
        ClientRequest client,
        Principal principal,
        SpokenReply spoken,
        CancellationToken cancellationToken)
    {
        var snapshot = catalog.Current;
        var visible = snapshot.VisibleTo(principal).ToList();
        model.Offer(client.Beside([.. visible.Select(tool => tool.Definition)]), client.Wish(messages));
        // Semantic Kernel advertises the functions and parses the calls; it never invokes one.
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(visible.Select(tool => tool.Function), autoInvoke: false) };
        var stream = model.Service.GetStreamingChatMessageContentsAsync(
            Transcript.Of(messages, client.Under(agents.PromptOf(turn)), model.Reads), settings, snapshot.CreateUnguardedKernel(), cancellationToken);
        await foreach (var update in stream.ConfigureAwait(false))
        {
            foreach (var item in update.Items)
            {
                await spoken.AddAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static int Length(IReadOnlyList<Message> messages) => messages.Sum(message => message switch
    {
        Message.User user => user.Text.Length,
        Message.Assistant assistant => assistant.Text.Length,
        Message.ToolAnswer answer => answer.Text.Length,
        _ => 0,
    });
}
