using System.Data.Common;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Core.State;

namespace Harombe.Host.Access;

/// <summary>Tokens: issued once, hashed and sealed at rest, revocable. Every change is recorded in the audit log before it counts. Thread-safe.</summary>
internal sealed class TokenStore(IStateStore state, IAuditLog audit, AccessSeals seals, TimeProvider clock) : IPrincipals
{
    private const string Columns = "id, principal, kinds, scope, issued_at, expires_at, revoked_at, hash, seal";

    private readonly FoundTokens found = new(clock);

    /// <summary>Issues a token; this is the only time it is seen.</summary>
    public async ValueTask<string> IssueAsync(Principal principal, TimeSpan? lifetime, PrincipalId by, CancellationToken cancellationToken)
    {
        var token = AccessToken.New(principal.Kinds);
        var now = clock.GetUtcNow();
        var (hash, issued) = (AccessToken.Hash(token), now.ToUnixTimeMilliseconds());
        var expires = lifetime is { } span ? (now + span).ToUnixTimeMilliseconds() : (long?)null;
        await audit.AppendAsync(new AccessChanged("issued", principal.Id, principal.Kinds, by) { Time = now }, cancellationToken).ConfigureAwait(false);
        await state.WriteAsync(
            connection => connection.Execute(
                """
                INSERT INTO tokens (principal, kinds, scope, hash, issued_at, expires_at, seal) VALUES ($principal, $kinds, $scope, $hash, $issued, $expires, $seal)
                """,
                ("$principal", principal.Id.Value),
                ("$kinds", (long)principal.Kinds),
                ("$scope", string.Join('\n', principal.Tools.Globs.Select(glob => glob.Pattern))),
                ("$hash", hash),
                ("$issued", issued),
                ("$expires", expires),
                ("$seal", seals.Of(hash, principal, issued, expires))),
            cancellationToken).ConfigureAwait(false);
        return token;
    }

    /// <summary>Seals what the database holds, where no key was kept yet. Before anything listens.</summary>
    public async ValueTask SealAsync(CancellationToken cancellationToken)
    {
        if (!seals.IsFresh)
        {
            return;
        }

        await state.WriteAsync(
            connection =>
            {
                foreach (var (record, hash, _) in connection.Rows($"SELECT {Columns} FROM tokens", Read, []))
                {
                    connection.Execute("UPDATE tokens SET seal = $seal WHERE id = $id", ("$seal", SealOf(record, hash)), ("$id", record.Id));
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);
        seals.Keep();
    }

    /// <summary>The principal behind a token; null when it is unknown, expired or revoked.</summary>
    public async ValueTask<Principal?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = AccessToken.Hash(token);
        if (found.Of(hash) is { } known)
        {
            return Counts(known) ? known.Principal : null;
        }

        var before = found.Current;
        var records = await ReadAsync("WHERE hash = $hash", ("$hash", hash), cancellationToken).ConfigureAwait(false);
        if (records.FirstOrDefault(Counts) is not { } record)
        {
            return null;
        }

        found.Keep(before, hash, record);
        return record.Principal;
    }

    /// <inheritdoc/>
    public async ValueTask<Principal?> FindCallerAsync(PrincipalId id, CancellationToken cancellationToken)
    {
        var (principal, kind) = id == Owner.Chat ? (Owner.Id, TokenKinds.Admin) : (id, TokenKinds.Caller);
        var records = await ReadAsync("WHERE principal = $principal ORDER BY id DESC", ("$principal", principal.Value), cancellationToken).ConfigureAwait(false);
        var record = records.FirstOrDefault(record => Counts(record) && record.Principal.Is(kind));
        return record is null ? null : id == Owner.Chat ? Owner.AsCaller : record.Principal;
    }

    /// <inheritdoc/>
    public async ValueTask<Principal?> FindApproverAsync(PrincipalId id, CancellationToken cancellationToken)
    {
        var records = await ReadAsync("WHERE principal = $principal ORDER BY id DESC", ("$principal", id.Value), cancellationToken).ConfigureAwait(false);
        return records.FirstOrDefault(record => Counts(record) && record.Principal.Is(TokenKinds.Approver))?.Principal;
    }

    /// <summary>All tokens, newest first.</summary>
    public ValueTask<IReadOnlyList<TokenRecord>> ListAsync(CancellationToken cancellationToken) => ReadAsync("ORDER BY id DESC", null, cancellationToken);

    /// <summary>Revokes the tokens of a principal, or one token by number; returns how many stopped to count.</summary>
    public async ValueTask<int> RevokeAsync(string principalOrNumber, PrincipalId by, CancellationToken cancellationToken)
    {
        var all = await ListAsync(cancellationToken).ConfigureAwait(false);
        var meant = all.Where(record => Counts(record) && (record.Principal.Id.Value == principalOrNumber || $"{record.Id}" == principalOrNumber)).ToList();
        foreach (var record in meant)
        {
            // Revoked first, recorded after: the other order could record a revocation that a crash then lost.
            await state.WriteAsync(
                connection => connection.Execute(
                    "UPDATE tokens SET revoked_at = $now WHERE id = $id", ("$now", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("$id", record.Id)),
                cancellationToken).ConfigureAwait(false);
            found.Forget();
            await audit.AppendAsync(new AccessChanged("revoked", record.Principal.Id, record.Principal.Kinds, by) { Time = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        }

        return meant.Count;
    }

    private bool Counts(TokenRecord record) => record.RevokedAt is null && (record.ExpiresAt is null || record.ExpiresAt > clock.GetUtcNow());

    // A row without its seal was made or changed by somebody else: it is no token.
    private ValueTask<IReadOnlyList<TokenRecord>> ReadAsync(string where, (string, object?)? parameter, CancellationToken cancellationToken) =>
        state.ReadAsync<IReadOnlyList<TokenRecord>>(
            connection => [.. connection.Rows($"SELECT {Columns} FROM tokens {where}", Read, parameter is { } given ? [given] : [])
                .Where(row => AccessSeals.Same(row.Seal, SealOf(row.Record, row.Hash))).Select(row => row.Record)],
            cancellationToken);

    private string SealOf(TokenRecord record, string hash) =>
        seals.Of(hash, record.Principal, record.IssuedAt.ToUnixTimeMilliseconds(), record.ExpiresAt?.ToUnixTimeMilliseconds());

    private static (TokenRecord Record, string Hash, string? Seal) Read(DbDataReader row) => (new TokenRecord(
        row.GetInt64(0),
        new Principal(new PrincipalId(row.GetString(1)), (TokenKinds)row.GetInt64(2), ToolScope.Of(row.GetString(3).Split('\n', StringSplitOptions.RemoveEmptyEntries))),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        row.IsDBNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6))), row.GetString(7), row.IsDBNull(8) ? null : row.GetString(8));
}
