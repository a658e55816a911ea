using System.Collections.Immutable;
using System.Security.Cryptography;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;
using Harombe.Core.State;

namespace Harombe.Secrets.Leases;

/// <summary>Who is leased nothing any more, and which values are leased to nobody. On stable storage. Thread-safe.</summary>
internal sealed class Quarantine(IStateStore state, TimeProvider time)
{
    private const int Rounds = 200_000;

    /// <summary>What the subject is called in the tables and the record.</summary>
    public static string NameOf(LeaseSubject subject) => subject switch
    {
        LeaseSubject.OfTool tool => "tool:" + tool.Tool.Value,
        LeaseSubject.OfPrincipal principal => "principal:" + principal.Principal.Value,
        _ => throw new InvalidOperationException($"Unknown subject {subject.GetType().Name}."),
    };

    /// <summary>Why this call is leased nothing; null when it may be.</summary>
    public async ValueTask<Reason?> FindAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var (tool, principal) = (NameOf(new LeaseSubject.OfTool(call.Tool.Name)), NameOf(new LeaseSubject.OfPrincipal(call.Principal.Id)));
        var blocked = await state.ReadAsync(
            connection => connection.Rows("SELECT subject FROM lease_blocks WHERE subject IN ($tool, $principal)", row => row.GetString(0), ("$tool", tool), ("$principal", principal)),
            cancellationToken).ConfigureAwait(false);
        return blocked is not [var subject, ..] ? null : new Reason(
            "lease.blocked",
            $"{subject.Replace(":", " ", StringComparison.Ordinal)} is leased nothing: its leases were revoked in an emergency.",
            $"When it is mended: harombe secrets revoke --{subject.Replace(":", " ", StringComparison.Ordinal)} --lift");
    }

    /// <summary>The names that were quarantined; they may have other values by now.</summary>
    public async ValueTask<IReadOnlyList<SecretName>> NamesAsync(CancellationToken cancellationToken) =>
        [.. await state.ReadAsync(connection => connection.Rows("SELECT secret FROM lease_quarantine ORDER BY secret", row => SecretName.Parse(row.GetString(0))), cancellationToken).ConfigureAwait(false)];

    /// <summary>Those of these values that are quarantined. One that has changed since is let go.</summary>
    public async ValueTask<ImmutableArray<SecretName>> HeldAsync(IReadOnlyDictionary<SecretName, Secret> values, CancellationToken cancellationToken)
    {
        var rows = await state.ReadAsync(
            connection => connection.Rows("SELECT secret, salt, mark FROM lease_quarantine", row => (Secret: row.GetString(0), Salt: row.GetString(1), Mark: row.GetString(2))),
            cancellationToken).ConfigureAwait(false);
        var held = ImmutableArray.CreateBuilder<SecretName>();
        foreach (var row in rows)
        {
            var name = SecretName.Parse(row.Secret);
            if (!values.TryGetValue(name, out var value))
            {
                continue;
            }

            if (row.Mark.Length == 0)
            {
                // Nobody could read it then: the value that it is found with counts as the old one.
                await HoldAsync(name, value, new PrincipalId("host")).ConfigureAwait(false);
                held.Add(name);
            }
            else if (CryptographicOperations.FixedTimeEquals(Convert.FromHexString(row.Mark), Mark(value, Convert.FromHexString(row.Salt))))
            {
                held.Add(name);
            }
            else
            {
                await state.WriteAsync(connection => connection.Execute("DELETE FROM lease_quarantine WHERE secret = $secret AND salt = $salt", ("$secret", row.Secret), ("$salt", row.Salt)), cancellationToken).ConfigureAwait(false);
            }
        }

        return held.ToImmutable();
    }

    /// <summary>Blocks a subject.</summary>
    public ValueTask<int> BlockAsync(LeaseSubject subject, PrincipalId by) => state.WriteAsync(
        connection => connection.Execute(
            "INSERT INTO lease_blocks (subject, blocked_by, blocked_at) VALUES ($subject, $by, $now) ON CONFLICT (subject) DO NOTHING",
            ("$subject", NameOf(subject)), ("$by", by.Value), ("$now", time.GetUtcNow().ToUnixTimeMilliseconds())),
        CancellationToken.None);

    /// <summary>Lets it go; false when it was not blocked.</summary>
    public async ValueTask<bool> LiftAsync(LeaseSubject subject, CancellationToken cancellationToken) => await state.WriteAsync(
        connection => connection.Execute("DELETE FROM lease_blocks WHERE subject = $subject", ("$subject", NameOf(subject))), cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Quarantines a secret with the value that it has; null for one that can't be read.</summary>
    public ValueTask<int> HoldAsync(SecretName name, Secret? value, PrincipalId by)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var mark = value is null ? "" : Convert.ToHexStringLower(Mark(value, salt));
        return state.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO lease_quarantine (secret, salt, mark, quarantined_by, quarantined_at) VALUES ($secret, $salt, $mark, $by, $now)
                ON CONFLICT (secret) DO UPDATE SET salt = $salt, mark = $mark, quarantined_by = $by, quarantined_at = $now
                """,
                ("$secret", name.Value), ("$salt", Convert.ToHexStringLower(salt)), ("$mark", mark), ("$by", by.Value), ("$now", time.GetUtcNow().ToUnixTimeMilliseconds())),
            CancellationToken.None);
    }

    /// <summary>Every secret that the subject was ever leased.</summary>
    public ValueTask<List<SecretName>> TouchedAsync(LeaseSubject subject, CancellationToken cancellationToken) => state.ReadAsync(
        connection => connection.Rows(
            "SELECT DISTINCT secret FROM secret_uses WHERE $subject IN ('tool:' || tool, 'principal:' || principal) ORDER BY secret",
            row => SecretName.Parse(row.GetString(0)),
            ("$subject", NameOf(subject))),
        cancellationToken);

    private static byte[] Mark(Secret value, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(value.Reveal(), salt, Rounds, HashAlgorithmName.SHA256, 32);
}
