using Harombe.Core.Calls;
using Harombe.Policy.Provenance.Sources;

namespace Harombe.Policy.Provenance.Sessions;

/// <summary>What each session has seen so far: what the user wrote in it, and what its calls returned. Thread-safe.</summary>
internal interface ISessions
{
    /// <summary>
    /// Hands the session of a call to <paramref name="read"/>, up to date and to nobody else at the same time. A session that isn't known is empty, which
    /// vouches for nothing.
    /// </summary>
    ValueTask<T> ReadAsync<T>(ToolCall call, Func<SessionText, T> read, CancellationToken cancellationToken);
}
