using Harombe.Core.Calls;
using Harombe.Policy.Provenance.Sources;

namespace Harombe.Policy.Provenance.Sessions;

/// <summary>The sessions of all faces: a chat's by its conversation, everybody else's by what the principal has read. Thread-safe.</summary>
/// <param name="chat">Null where the host keeps no conversations.</param>
/// <param name="clients">Of all others.</param>
internal sealed class FaceSessions(ISessions? chat, ClientSessions clients) : ISessions
{
    public ValueTask<T> ReadAsync<T>(ToolCall call, Func<SessionText, T> read, CancellationToken cancellationToken) => call.Face != Face.Chat
        ? clients.ReadAsync(call, read, cancellationToken)
        : chat is null ? ValueTask.FromResult(read(new SessionText())) : chat.ReadAsync(call, read, cancellationToken);
}
