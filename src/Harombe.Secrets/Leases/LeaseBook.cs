using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.State;
using Harombe.Core.Tools;

namespace Harombe.Secrets.Leases;

/// <summary>The leases that are not over, on stable storage. Thread-safe.</summary>
internal sealed class LeaseBook(IStateStore state, TimeProvider time)
{
    // Not the process id, which comes again.
    private readonly string host = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Writes a lease down, before anything is leased.</summary>
    public ValueTask<int> OpenAsync(LeaseRecord lease, CancellationToken cancellationToken) => state.WriteAsync(
        connection =>
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var secret in lease.Secrets)
            {
                connection.Execute(
                    """
                    INSERT INTO secret_uses (secret, tool, principal, last_used) VALUES ($secret, $tool, $principal, $now)
                    ON CONFLICT (secret, tool, principal) DO UPDATE SET last_used = $now
                    """,
                    ("$secret", secret.Value),
                    ("$tool", lease.Tool.Value),
                    ("$principal", lease.Principal.Value),
                    ("$now", now));
            }

            return connection.Execute(
                """
                INSERT INTO leases (id, host, call_id, tool, principal, secrets, revealed, engine_leases, unrevoked, leased_at)
                VALUES ($id, $host, $call, $tool, $principal, $secrets, $revealed, '', 0, $now)
                """,
                ("$id", lease.Id.Value),
                ("$host", host),
                ("$call", lease.Call.Value),
                ("$tool", lease.Tool.Value),
                ("$principal", lease.Principal.Value),
                ("$secrets", Joined(lease.Secrets)),
                ("$revealed", Joined(lease.Revealed)),
                ("$now", now));
        },
        cancellationToken);

    /// <summary>Adds what an engine issued. Not to be cancelled: it exists by now.</summary>
    public ValueTask<int> AddAsync(LeaseId lease, EngineLease issued) => state.WriteAsync(
        connection => connection.Execute(
            "UPDATE leases SET engine_leases = engine_leases || $issued WHERE id = $id", ("$issued", issued.Id + "\n"), ("$id", lease.Value)),
        CancellationToken.None);

    /// <summary>Takes a lease out: it is over, here and at its engine.</summary>
    public ValueTask<int> CloseAsync(LeaseId lease) => state.WriteAsync(
        connection => connection.Execute("DELETE FROM leases WHERE id = $id", ("$id", lease.Value)), CancellationToken.None);

    /// <summary>Marks a lease that is over here and whose engine could not be told.</summary>
    public ValueTask<int> LeaveAsync(LeaseId lease) => state.WriteAsync(
        connection => connection.Execute("UPDATE leases SET unrevoked = 1 WHERE id = $id", ("$id", lease.Value)), CancellationToken.None);

    /// <summary>The leases that nobody will end any more: a crash left them behind, or their engine could not be told.</summary>
    public ValueTask<List<LeaseRecord>> LeftBehindAsync(CancellationToken cancellationToken) => state.ReadAsync(
        connection => connection.Rows(
            """
            SELECT id, call_id, tool, principal, secrets, revealed, engine_leases FROM leases
            WHERE host <> $host OR unrevoked = 1 ORDER BY leased_at
            """,
            Record,
            ("$host", host)),
        cancellationToken);

    private static LeaseRecord Record(DbDataReader row) => new(
        new LeaseId(row.GetString(0)),
        new CallId(row.GetString(1)),
        ToolName.Parse(row.GetString(2)),
        new PrincipalId(row.GetString(3)),
        Names(row.GetString(4)),
        Names(row.GetString(5)),
        [.. row.GetString(6).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(id => new EngineLease(id))]);

    private static string Joined(ImmutableArray<SecretName> names) => string.Join(' ', names.Select(name => name.Value));

    private static ImmutableArray<SecretName> Names(string joined) => [.. joined.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(SecretName.Parse)];
}
