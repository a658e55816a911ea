using System.Security.Cryptography;
using System.Text.Json;
using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Principals;

namespace Harombe.Core.Conversations;

/// <summary>
/// Conversations and their turns, durable: every method returns after its change is on stable storage. Thread-safe.
/// </summary>
public interface IConversations
{
    /// <summary>Begins a conversation.</summary>
    ValueTask<Conversation> StartAsync(PrincipalId principal, CancellationToken cancellationToken);

    /// <summary>The conversation, if it is this principal's.</summary>
    ValueTask<Conversation?> FindAsync(SessionId session, PrincipalId principal, CancellationToken cancellationToken);

    /// <summary>The newest conversations of a principal first.</summary>
    ValueTask<IReadOnlyList<Conversation>> ListAsync(PrincipalId principal, int limit, CancellationToken cancellationToken);

    /// <summary>Begins a turn with the user's message; null when a turn of the conversation is still open.</summary>
    ValueTask<Turn?> BeginTurnAsync(SessionId session, Message.User message, CancellationToken cancellationToken) =>
        BeginTurnAsync(session, [message], TurnChoice.Default, cancellationToken);

    /// <summary>
    /// Begins a turn with what a client brings along; null when a turn of the conversation is still open. That may be nothing, when the turn only goes
    /// on from answers to calls of the last one. Each answer among the messages must stand behind its call.
    /// </summary>
    ValueTask<Turn?> BeginTurnAsync(SessionId session, IReadOnlyList<Message> messages, TurnChoice choice, CancellationToken cancellationToken);

    /// <summary>The newest turn of a conversation, or null.</summary>
    ValueTask<Turn?> LastTurnAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>
    /// All messages of the conversation in order: turn after turn, and within a turn as they were added. An answer that comes after its turn
    /// was cancelled stands with its turn, so that no later message comes between a call and its answer.
    /// </summary>
    ValueTask<IReadOnlyList<Message>> MessagesAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>
    /// Adds what the model said, with the calls it asks for, before any of them runs. False, with nothing added, when the turn had ended:
    /// then none of them may run.
    /// </summary>
    ValueTask<bool> AddAsync(Turn turn, Message.Assistant message, CancellationToken cancellationToken);

    /// <summary>Notes that a call waits for an approval, in place of an earlier one; nothing changes when the call has its answer.</summary>
    ValueTask ParkAsync(Turn turn, CallId call, ApprovalId approval, CancellationToken cancellationToken);

    /// <summary>
    /// Adds the answer to a call, though the turn may have ended meanwhile: what a tool did is a fact. A second answer to the same call is ignored.
    /// </summary>
    ValueTask AddAsync(Turn turn, Message.ToolAnswer answer, CancellationToken cancellationToken);

    /// <summary>The calls of the turn that have no answer yet.</summary>
    ValueTask<IReadOnlyList<OpenCall>> OpenCallsAsync(TurnId turn, CancellationToken cancellationToken);

    /// <summary>
    /// Moves a turn on and adds the events that tell of it, in one transaction: both or neither. False, with nothing told, when the turn had ended already
    /// or there is none: so one end is told of each turn, whoever tries to end it.
    /// </summary>
    ValueTask<bool> SetStateAsync(TurnId turn, TurnState state, IReadOnlyList<TurnEvent> told, CancellationToken cancellationToken);

    /// <summary>The turn, or null.</summary>
    ValueTask<Turn?> FindTurnAsync(TurnId turn, CancellationToken cancellationToken);

    /// <summary>The open turn in which this approval is waited for, or null.</summary>
    ValueTask<Turn?> FindTurnWaitingForAsync(ApprovalId approval, CancellationToken cancellationToken);

    /// <summary>Every turn that has not ended: what a restarted host goes on with.</summary>
    ValueTask<IReadOnlyList<Turn>> OpenTurnsAsync(CancellationToken cancellationToken);

    /// <summary>Adds events for people who watch; ids are consecutive within the conversation, beginning at 1.</summary>
    ValueTask AddEventsAsync(IReadOnlyList<TurnEvent> events, CancellationToken cancellationToken);

    /// <summary>The events of a conversation after the given id.</summary>
    ValueTask<IReadOnlyList<TurnEvent>> EventsAsync(SessionId session, long after, CancellationToken cancellationToken);

    /// <summary>The id of the conversation's last event, 0 when there is none.</summary>
    ValueTask<long> LastEventAsync(SessionId session, CancellationToken cancellationToken);
}

/// <summary>A conversation.</summary>
public sealed record Conversation(SessionId Id, PrincipalId Principal, DateTimeOffset StartedAt);

/// <summary>Names a turn.</summary>
public readonly record struct TurnId(string Value)
{
    /// <summary>A fresh id.</summary>
    public static TurnId New() => new("turn_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>From a user's message to the agent's last word on it.</summary>
public sealed record Turn(TurnId Id, SessionId Session, PrincipalId Principal, TurnState State, DateTimeOffset StartedAt)
{
    /// <summary>What was chosen for it.</summary>
    public TurnChoice Choice { get; init; } = TurnChoice.Default;
}

/// <summary>Where a turn stands.</summary>
public enum TurnState
{
    /// <summary>Not known; treated as ended.</summary>
    Unknown = 0,

    /// <summary>The model or a tool is at work.</summary>
    Running = 1,

    /// <summary>A person must answer; nothing runs.</summary>
    Waiting = 2,

    /// <summary>It ended with an answer.</summary>
    Done = 3,

    /// <summary>It ended with an error.</summary>
    Failed = 4,

    /// <summary>The user ended it.</summary>
    Cancelled = 5,
}

/// <summary>A call that has no answer yet.</summary>
/// <param name="Call">The call as the model asked for it.</param>
/// <param name="Approval">The approval it waits for, once it does.</param>
public sealed record OpenCall(RequestedCall Call, ApprovalId? Approval);

/// <summary>A call as the model asked for it: not checked, not even known to exist.</summary>
/// <param name="Id">Our id, given when it was parsed.</param>
/// <param name="ModelCallId">The model's id, which its answer must carry.</param>
/// <param name="Tool">The name the model used.</param>
/// <param name="Arguments">The arguments as sent; null when they were not JSON.</param>
public sealed record RequestedCall(CallId Id, string ModelCallId, string Tool, JsonElement? Arguments);

/// <summary>Something for those who watch a conversation: the events of the stream, in order.</summary>
/// <param name="Session">The conversation.</param>
/// <param name="Turn">The turn it belongs to.</param>
/// <param name="Id">Its number in the conversation.</param>
/// <param name="Kind">For example <c>token</c> or <c>tool_call</c>.</param>
/// <param name="Json">Its content as JSON.</param>
public sealed record TurnEvent(SessionId Session, TurnId Turn, long Id, string Kind, string Json);
