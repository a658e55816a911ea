using Harombe.Core.Approvals;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Memory.Conversations;

/// <summary>Conversations in the state store: every method is one transaction. Nothing is kept in memory, so any number of hosts see the same.</summary>
internal sealed class StoredConversations(IStateStore store, TimeProvider time) : IConversations
{
    public ValueTask<Conversation> StartAsync(PrincipalId principal, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(principal.Value, nameof(principal));
        return store.WriteAsync(
            connection =>
            {
                var conversation = new Conversation(SessionId.New(), principal, Now());
                SessionRows.Add(connection, conversation);
                return conversation;
            },
            cancellationToken);
    }

    public ValueTask<Conversation?> FindAsync(SessionId session, PrincipalId principal, CancellationToken cancellationToken) =>
        store.ReadAsync(
            connection => SessionRows.Find(connection, session) is { } found && found.Principal == principal ? found : null, cancellationToken);

    public ValueTask<IReadOnlyList<Conversation>> ListAsync(PrincipalId principal, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return store.ReadAsync<IReadOnlyList<Conversation>>(connection => SessionRows.Newest(connection, principal, limit), cancellationToken);
    }

    public ValueTask<Turn?> BeginTurnAsync(SessionId session, IReadOnlyList<Message> messages, TurnChoice choice, CancellationToken cancellationToken) =>
        store.WriteAsync(
            connection =>
            {
                var conversation = SessionRows.Find(connection, session)
                    ?? throw new InvalidOperationException($"There is no conversation '{session}' to begin a turn in.");
                if (TurnRows.AnyOpen(connection, session))
                {
                    return null;
                }

                var turn = new Turn(TurnId.New(), session, conversation.Principal, TurnState.Running, Now()) { Choice = choice };
                TurnRows.Add(connection, turn);
                foreach (var message in messages)
                {
                    TurnMessages.Add(connection, turn.Id, message);
                }

                return turn;
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<Message>> MessagesAsync(SessionId session, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<Message>>(connection => MessageRows.Of(connection, session), cancellationToken);

    public ValueTask<bool> AddAsync(Turn turn, Message.Assistant message, CancellationToken cancellationToken) =>
        store.WriteAsync(
            connection =>
            {
                var current = TurnRows.Find(connection, turn.Id)
                    ?? throw new InvalidOperationException($"There is no turn '{turn.Id}' to add to.");
                if (current.State is not (TurnState.Running or TurnState.Waiting))
                {
                    return false;
                }

                TurnMessages.Add(connection, turn.Id, message);
                return true;
            },
            cancellationToken);

    public async ValueTask ParkAsync(Turn turn, CallId call, ApprovalId approval, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            connection =>
            {
                MustExist(CallRows.Exists(connection, turn.Id, call), turn, call);
                CallRows.Park(connection, call, approval);
                return true;
            },
            cancellationToken);

    public async ValueTask AddAsync(Turn turn, Message.ToolAnswer answer, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            connection =>
            {
                MustExist(CallRows.Exists(connection, turn.Id, answer.Call), turn, answer.Call);
                TurnMessages.Add(connection, turn.Id, answer);
                return true;
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<OpenCall>> OpenCallsAsync(TurnId turn, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<OpenCall>>(connection => CallRows.Open(connection, turn), cancellationToken);

    public ValueTask<bool> SetStateAsync(TurnId turn, TurnState state, IReadOnlyList<TurnEvent> told, CancellationToken cancellationToken) =>
        store.WriteAsync(connection => TurnRows.SetState(connection, turn, state) && EventRows.AddAll(connection, told), cancellationToken);

    public ValueTask<Turn?> FindTurnAsync(TurnId turn, CancellationToken cancellationToken) =>
        store.ReadAsync(connection => TurnRows.Find(connection, turn), cancellationToken);

    public ValueTask<Turn?> LastTurnAsync(SessionId session, CancellationToken cancellationToken) =>
        store.ReadAsync(connection => TurnRows.Last(connection, session), cancellationToken);

    public ValueTask<Turn?> FindTurnWaitingForAsync(ApprovalId approval, CancellationToken cancellationToken) =>
        store.ReadAsync(connection => TurnRows.FindWaitingFor(connection, approval), cancellationToken);

    public ValueTask<IReadOnlyList<Turn>> OpenTurnsAsync(CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<Turn>>(TurnRows.Open, cancellationToken);

    public async ValueTask AddEventsAsync(IReadOnlyList<TurnEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count > 0)
        {
            await store.WriteAsync(connection => EventRows.AddAll(connection, events), cancellationToken);
        }
    }

    public ValueTask<IReadOnlyList<TurnEvent>> EventsAsync(SessionId session, long after, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<TurnEvent>>(connection => EventRows.After(connection, session, after), cancellationToken);

    public ValueTask<long> LastEventAsync(SessionId session, CancellationToken cancellationToken) =>
        store.ReadAsync(connection => EventRows.Last(connection, session), cancellationToken);

    private static void MustExist(bool exists, Turn turn, CallId call)
    {
        if (!exists)
        {
            throw new InvalidOperationException($"Turn '{turn.Id}' has not asked for the call '{call}'.");
        }
    }

    // As exact as it is stored, so that what a method returns now equals what is read later.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
