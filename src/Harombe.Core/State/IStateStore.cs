using System.Data.Common;
using System.Reflection;

namespace Harombe.Core.State;

/// <summary>
/// The state that stations keep, in tables of their own. Written against ADO.NET and plain SQL so that SQLite and PostgreSQL can stand behind it.
/// Thread-safe.
/// </summary>
public interface IStateStore
{
    /// <summary>Reads in a snapshot. The function must not keep the connection.</summary>
    ValueTask<T> ReadAsync<T>(Func<DbConnection, T> read, CancellationToken cancellationToken);

    /// <summary>
    /// Changes in one transaction that no other writer overlaps, durable when it returns. If the function throws, nothing was changed.
    /// The function must not keep the connection, nor wait for anything else.
    /// </summary>
    ValueTask<T> WriteAsync<T>(Func<DbConnection, T> write, CancellationToken cancellationToken);
}

/// <summary>
/// A station's numbered migrations: embedded resources <c>{Prefix}.0001_name.sql</c>, …, applied in order at start, each in a transaction,
/// each once. A database that is ahead of them is refused.
/// </summary>
/// <param name="Station">Names the tables' owner, for example <c>approvals</c>.</param>
/// <param name="Assembly">Where the resources are.</param>
/// <param name="Prefix">What the resource names begin with.</param>
public sealed record StateMigrations(string Station, Assembly Assembly, string Prefix);
