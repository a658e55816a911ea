using Harombe.Core.Calls;
using Harombe.Policy.Provenance.Sources;

namespace Harombe.Policy.Provenance.Sessions;

/// <summary>For a host that keeps no conversations: every session is empty, and an empty session vouches for nothing.</summary>
internal sealed class UnknownSessions : ISessions
{
    public ValueTask<T> ReadAsync<T>(ToolCall call, Func<SessionText, T> read, CancellationToken cancellationToken) => ValueTask.FromResult(read(new SessionText()));
}
