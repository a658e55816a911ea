using System.Text.Json;
using Harombe.Core.Calls;
using Harombe.Core.Conversations;
using Harombe.Core.Tools;
using Harombe.Policy.Provenance.Sources;

namespace Harombe.Policy.Provenance.Sessions;

/// <summary>
/// Sessions of the chat, read from the stored conversation: what survives a restart is what is decided by. The index of the last few is kept, and only
/// what is new in a conversation is added to it.
/// </summary>
internal sealed class ConversationSessions(IConversations conversations, ToolCatalog catalog, ToolProfiles profiles) : ISessions
{
    private const int Kept = 64;

    private readonly Lock choosing = new();
    private readonly LinkedList<KnownSession> known = new();

    public async ValueTask<T> ReadAsync<T>(ToolCall call, Func<SessionText, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var messages = await conversations.MessagesAsync(call.Session, cancellationToken).ConfigureAwait(false);
        var session = Choose(call.Session);
        lock (session.Reading)
        {
            session.Add(messages, Source);
            return read(session.Text);
        }
    }

    private KnownSession Choose(SessionId id)
    {
        lock (choosing)
        {
            var node = known.First;
            while (node is not null && node.Value.Id != id)
            {
                node = node.Next;
            }

            if (node is null)
            {
                node = new LinkedListNode<KnownSession>(new KnownSession(id));
                if (known.Count >= Kept)
                {
                    known.RemoveLast();
                }
            }
            else
            {
                known.Remove(node);
            }

            known.AddFirst(node);
            return node.Value;
        }
    }

    // A tool that is gone is taken for one of the wide world.
    private SourceCall Source(string tool, JsonElement? arguments) => new(
        tool,
        catalog.Current.Find(tool) is { } found ? profiles.Of(found.Definition) : Tools.ToolProfile.Foreign,
        arguments ?? default);

    private sealed class KnownSession(SessionId id)
    {
        private readonly HashSet<CallId> answered = [];
        private readonly Dictionary<CallId, RequestedCall> asked = [];
        private int prompts;

        public SessionId Id { get; } = id;

        public Lock Reading { get; } = new();

        public SessionText Text { get; } = new();

        // An answer may come in behind later messages, so each is looked for by itself rather than by its place.
        public void Add(IReadOnlyList<Message> messages, Func<string, JsonElement?, SourceCall> source)
        {
            var seen = 0;
            foreach (var message in messages)
            {
                switch (message)
                {
                    case Message.User user when seen++ == prompts:
                        prompts++;
                        Text.AddPrompt(user.Text);
                        break;
                    case Message.Assistant assistant:
                        foreach (var call in assistant.Calls)
                        {
                            asked[call.Id] = call;
                        }

                        break;
                    case Message.ToolAnswer answer when answered.Add(answer.Call):
                        Add(source(answer.Tool, asked.GetValueOrDefault(answer.Call)?.Arguments), answer);
                        break;
                }
            }
        }

        // The words of a refusal may be a server's, whatever label they have: only a result is believed to be what it says.
        private void Add(SourceCall call, Message.ToolAnswer answer)
        {
            if (answer.Ending != "completed" || answer.Label == default)
            {
                Text.AddResult(call, answer.Text);
                return;
            }

            var at = 0;
            foreach (var part in answer.Parts)
            {
                if (part.Length < 0 || at + part.Length > answer.Text.Length)
                {
                    break;
                }

                Text.AddResult(call, answer.Text.Substring(at, part.Length), part.Label);
                at = Math.Min(at + part.Length + 1, answer.Text.Length);
            }

            if (at < answer.Text.Length)
            {
                Text.AddResult(call, answer.Text[at..], answer.Label);
            }
        }
    }
}
