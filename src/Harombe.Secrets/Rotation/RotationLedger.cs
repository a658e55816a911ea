using Harombe.Core.Secrets;
using Harombe.Core.State;

namespace Harombe.Secrets.Rotation;

/// <summary>When secrets were rotated, and why the last attempt failed, on stable storage. Thread-safe.</summary>
internal sealed class RotationLedger(IStateStore state, TimeProvider time)
{
    /// <summary>What is written down of a secret. One that is seen for the first time counts from now: when it was made is not known.</summary>
    public ValueTask<RotationRow> FindAsync(SecretName name, CancellationToken cancellationToken) => state.WriteAsync(
        connection =>
        {
            connection.Execute(
                "INSERT INTO secret_rotations (secret, rotated_at, tried_at, fault) VALUES ($secret, $now, $now, '') ON CONFLICT (secret) DO NOTHING",
                ("$secret", name.Value), ("$now", Now));
            return connection.Rows(
                "SELECT rotated_at, tried_at, fault FROM secret_rotations WHERE secret = $secret",
                row => new RotationRow(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2)),
                ("$secret", name.Value))[0];
        },
        cancellationToken);

    public ValueTask<int> RotatedAsync(SecretName name) => state.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO secret_rotations (secret, rotated_at, tried_at, fault) VALUES ($secret, $now, $now, '')
            ON CONFLICT (secret) DO UPDATE SET rotated_at = $now, tried_at = $now, fault = ''
            """,
            ("$secret", name.Value), ("$now", Now)),
        CancellationToken.None);

    public ValueTask<int> FailedAsync(SecretName name, string fault) => state.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO secret_rotations (secret, rotated_at, tried_at, fault) VALUES ($secret, $now, $now, $fault)
            ON CONFLICT (secret) DO UPDATE SET tried_at = $now, fault = $fault
            """,
            ("$secret", name.Value), ("$now", Now), ("$fault", fault)),
        CancellationToken.None);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>What is written down of a secret's rotations.</summary>
internal sealed record RotationRow(DateTimeOffset Rotated, DateTimeOffset Tried, string Fault);
