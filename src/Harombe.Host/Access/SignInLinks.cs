using System.Security.Cryptography;
using Harombe.Core.Audit;
using Harombe.Core.State;

namespace Harombe.Host.Access;

/// <summary>One-time links with which a browser signs in as the owner. Hashed at rest, good once, for a while.</summary>
internal sealed class SignInLinks(IStateStore state, IAuditLog audit, AccessSeals seals, TimeProvider clock)
{
    /// <summary>How long a link is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>A fresh code for <c>/sign-in?code=…</c>.</summary>
    public async ValueTask<string> NewAsync(CancellationToken cancellationToken)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        var now = clock.GetUtcNow();
        await state.WriteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM sign_in_links WHERE expires_at < $now", ("$now", now.ToUnixTimeMilliseconds()));
                return connection.Execute(
                    "INSERT INTO sign_in_links (hash, expires_at) VALUES ($hash, $expires)",
                    ("$hash", seals.OfLink(code)),
                    ("$expires", (now + Lifetime).ToUnixTimeMilliseconds()));
            },
            cancellationToken).ConfigureAwait(false);
        return code;
    }

    /// <summary>Uses a code up; false when it is unknown, used or too old.</summary>
    public async ValueTask<bool> TrySpendAsync(string code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var spent = await state.WriteAsync(
            connection => connection.Execute(
                "DELETE FROM sign_in_links WHERE hash = $hash AND expires_at >= $now",
                ("$hash", seals.OfLink(code)),
                ("$now", now.ToUnixTimeMilliseconds())),
            cancellationToken).ConfigureAwait(false) == 1;
        await audit.AppendAsync(new AccessChanged(spent ? "signed-in" : "refused", Owner.Id, Owner.Self.Kinds, Owner.Id) { Time = now }, cancellationToken).ConfigureAwait(false);
        return spent;
    }
}
