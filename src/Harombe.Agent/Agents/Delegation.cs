using System.Text.Json;
using Harombe.Agent.Chat;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Labels;
using Harombe.Core.Principals;
using Harombe.Core.Tools;

namespace Harombe.Agent.Agents;

/// <summary>
/// Gives a task to another agent: a conversation of its own, with that agent's tools of those that the same principal may use. What the task says was
/// written by a model, so it is data from outside. Nothing waits for a person here: where the other agent must, its conversation is named instead.
/// </summary>
internal sealed class Delegation(NamedAgents agents, IConversations conversations, IPrincipals principals, Turns turns, EventJournal journal, AgentOptions options)
{
    private static readonly Label Written = new(Integrity.Outside, Confidentiality.Private);

    /// <summary>What the other agent said, or why it was not asked.</summary>
    public async ValueTask<ToolOutcome> AskAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments.Value;
        var name = Text(arguments, "agent") ?? "";
        var task = Text(arguments, "task");
        var parent = await conversations.LastTurnAsync(call.Session, cancellationToken).ConfigureAwait(false) is { State: TurnState.Running } open ? open : null;
        if (agents.RefuseDelegation(parent, name) is { } refused)
        {
            return refused;
        }

        if (await principals.FindCallerAsync(call.Principal.Id, cancellationToken).ConfigureAwait(false) is not { } principal)
        {
            return new Reason("access.revoked", "The principal of this call has no access any more.", "Issue a new token with 'harombe token add'.");
        }

        if (Text(arguments, "collect") is { } named)
        {
            return await GoOnAsync(new SessionId(named), principal, cancellationToken).ConfigureAwait(false);
        }

        var session = await conversations.StartAsync(principal.Id, cancellationToken).ConfigureAwait(false);
        var choice = new TurnChoice
        {
            Agent = name,
            Deferred = parent?.Choice.Deferred ?? false,
            Ancestors = parent is null ? [] : [.. parent.Choice.Ancestors, new TurnAncestor(parent.Session, parent.Id, parent.Choice.Agent)],
        };
        var turn = await turns.BeginAsync(session.Id, principal, new NewTurn([new Message.User(task ?? "", Written)], choice), cancellationToken).ConfigureAwait(false);
        return turn is null ? Busy(session.Id) : await EndOfAsync(turn, cancellationToken).ConfigureAwait(false);
    }

    // Collects what came of an earlier task that had to wait for a person.
    private async ValueTask<ToolOutcome> GoOnAsync(SessionId session, Principal principal, CancellationToken cancellationToken) =>
        await conversations.FindAsync(session, principal.Id, cancellationToken).ConfigureAwait(false) is { } found
        && await conversations.LastTurnAsync(found.Id, cancellationToken).ConfigureAwait(false) is { } turn
            ? turn.State == TurnState.Waiting ? Said(Waits(turn)) : await EndOfAsync(turn, cancellationToken).ConfigureAwait(false)
            : new Reason("agent.session", "There is no such conversation of yours.", "Leave collect out to give the agent a new task.");

    private async ValueTask<ToolOutcome> EndOfAsync(Turn turn, CancellationToken cancellationToken)
    {
        var reply = new ReplyBuilder(turn);
        try
        {
            await foreach (var item in journal.FollowAsync(turn.Session, 0, cancellationToken).ConfigureAwait(false))
            {
                if (item.Turn == turn.Id && reply.Take(item) && (ReplyBuilder.StateOf(item) != "waiting" || !await WentOnAsync(turn, cancellationToken).ConfigureAwait(false)))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever ends the task that delegated ends what it delegated.
            await turns.CancelAsync(turn).ConfigureAwait(false);
            throw;
        }

        var said = reply.Build();
        return said.State == "waiting" ? Said(Waits(turn))
            : said.Error is { } error ? new Reason(error.Rule, $"The agent '{turn.Choice.Agent}' could not finish: {error.Message}{(said.Message is { Length: > 0 } last ? $" Before that it said: {last}" : "")}", error.Remedy)
            : Said(said.Message ?? "(It ended without a word.)");
    }

    private async ValueTask<bool> WentOnAsync(Turn turn, CancellationToken cancellationToken) =>
        await conversations.FindTurnAsync(turn.Id, cancellationToken).ConfigureAwait(false) is { State: not TurnState.Waiting };

    private static ToolOutcome Said(string text) => ToolContent.OfText(text, Written);

    // Worded so that no scanner takes the name for a credential: "session" with a value behind it is one in most of the world.
    private string Waits(Turn turn) =>
        $"The agent '{turn.Choice.Agent}' waits for a person's answer (harombe approvals). To collect what came of it, ask again later and give as 'collect' the name {turn.Session}{(options.PublicUrl is { } url ? $"; questions: {url().AbsoluteUri.TrimEnd('/')}/approvals" : "")}.";

    private static Reason Busy(SessionId session) => new("chat.busy", $"A turn of '{session}' is still open.", "Ask again later.");

    private static string? Text(JsonElement arguments, string name) => arguments.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
