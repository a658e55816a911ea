using System.Data.Common;
using Harombe.Core.State;

namespace Harombe.Benchmarks.ChatTurns;

/// <summary>The real store, with its commits counted: each is one fsync.</summary>
internal sealed class CountedStateStore(IStateStore store) : IStateStore, IDisposable
{
    private long commits;

    public long Commits => Interlocked.Read(ref commits);

    public ValueTask<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken) => store.ReadAsync(read, cancellationToken);

    public ValueTask<T> WriteAsync<T>(Func<DbConnection, T> write, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref commits);
        return store.WriteAsync(write, cancellationToken);
    }

    public void Dispose() => (store as IDisposable)?.Dispose();
}
