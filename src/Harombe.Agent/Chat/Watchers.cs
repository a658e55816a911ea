using Harombe.Core.Calls;

namespace Harombe.Agent.Chat;

/// <summary>Who waits for events of which conversation. Remembers a conversation only while somebody watches it. Thread-safe.</summary>
internal sealed class Watchers
{
    private readonly Lock changing = new();
    private readonly Dictionary<SessionId, Watched> watched = [];

    /// <summary>How many conversations are watched.</summary>
    public int Count
    {
        get
        {
            lock (changing)
            {
                return watched.Count;
            }
        }
    }

    /// <summary>Begins to watch; disposing ends it.</summary>
    public Watcher Join(SessionId session)
    {
        lock (changing)
        {
            if (!watched.TryGetValue(session, out var found))
            {
                watched[session] = found = new Watched();
            }

            found.Watchers++;
        }

        return new Watcher(this, session);
    }

    /// <summary>Wakes everybody who waits now.</summary>
    public void Wake(SessionId session)
    {
        lock (changing)
        {
            if (watched.TryGetValue(session, out var found))
            {
                found.Signal.TrySetResult();
                found.Signal = NewSignal();
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task ChangeOf(SessionId session)
    {
        lock (changing)
        {
            return watched[session].Signal.Task;
        }
    }

    private void Leave(SessionId session)
    {
        lock (changing)
        {
            if (--watched[session].Watchers == 0)
            {
                watched.Remove(session);
            }
        }
    }

    /// <summary>One who watches. Used by one reader at a time.</summary>
    public readonly struct Watcher(Watchers all, SessionId session) : IDisposable
    {
        /// <summary>Ends with the next event from now on.</summary>
        public Task Changed => all.ChangeOf(session);

        public void Dispose() => all.Leave(session);
    }

    private sealed class Watched
    {
        public int Watchers { get; set; }

        public TaskCompletionSource Signal { get; set; } = NewSignal();
    }
}
