using Harombe.Core.Calls;
using Harombe.Core.Conversations;

namespace Harombe.Agent.Chat;

/// <summary>Who watches which conversation. Remembers a conversation only while somebody watches it. Thread-safe.</summary>
internal sealed class Watchers
{
    private readonly Lock changing = new();
    private readonly Dictionary<SessionId, List<Watcher>> watched = [];

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
        var watcher = new Watcher(left => Leave(session, left));
        lock (changing)
        {
            if (!watched.TryGetValue(session, out var found))
            {
                watched[session] = found = [];
            }

            found.Add(watcher);
        }

        return watcher;
    }

    /// <summary>Hands events, which are durable by now, to everybody who watches their conversation.</summary>
    public void Show(IReadOnlyList<TurnEvent> events)
    {
        lock (changing)
        {
            foreach (var item in events)
            {
                if (watched.TryGetValue(item.Session, out var found))
                {
                    found.ForEach(watcher => watcher.Take(item));
                }
            }
        }
    }

    private void Leave(SessionId session, Watcher watcher)
    {
        lock (changing)
        {
            if (watched.TryGetValue(session, out var found) && found.Remove(watcher) && found.Count == 0)
            {
                watched.Remove(session);
            }
        }
    }
}
