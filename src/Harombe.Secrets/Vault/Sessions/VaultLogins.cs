using System.Text.Json;
using Harombe.Core.Secrets;
using Harombe.Secrets.Vault.Transport;

namespace Harombe.Secrets.Vault.Sessions;

/// <summary>Logs in by the method that is configured. Thread-safe; called by one login at a time.</summary>
internal sealed class VaultLogins(VaultOptions options, VaultLine line, VaultCredential credential)
{
    /// <summary>Where the secret id is kept that came wrapped.</summary>
    public static readonly SecretName Unwrapped = SecretName.Parse(VaultOptions.OwnNames + "unwrapped_secret_id");

    /// <exception cref="VaultException">Vault can't be asked, or says no.</exception>
    /// <exception cref="SecretsUnavailableException">There is nothing to log in with.</exception>
    public async ValueTask<VaultAuth> LoginAsync(CancellationToken cancellationToken)
    {
        switch (options.Login)
        {
            case VaultLogin.Token:
                return await TokenAsync(cancellationToken).ConfigureAwait(false);
            case VaultLogin.AppRole:
                using (var secretId = options.IsWrapped ? await UnwrapOnceAsync(cancellationToken).ConfigureAwait(false) : await credential.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    return await LoginAsync("approle", body =>
                    {
                        body.WriteString("role_id", options.Role);
                        body.WriteString("secret_id", secretId.Reveal());
                    }, cancellationToken).ConfigureAwait(false);
                }

            case VaultLogin.Kubernetes:
                using (var account = await credential.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    return await LoginAsync("kubernetes", body =>
                    {
                        body.WriteString("role", options.Role);
                        body.WriteString("jwt", account.Reveal());
                    }, cancellationToken).ConfigureAwait(false);
                }

            default:
                throw new InvalidOperationException($"Unknown login {options.Login}.");
        }
    }

    private async ValueTask<VaultAuth> TokenAsync(CancellationToken cancellationToken)
    {
        var token = await credential.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (_, answer) = await line.SendAsync(new VaultRequest(HttpMethod.Get, "auth/token/lookup-self"), new VaultTicket(token.RevealText(), 0), cancellationToken).ConfigureAwait(false);
            using (answer)
            {
                var data = answer?.Data ?? default;
                return new VaultAuth(token, VaultAnswer.Seconds(data, "ttl"), data.ValueKind == JsonValueKind.Object && data.TryGetProperty("renewable", out var renewable) && renewable.ValueKind == JsonValueKind.True, IsOurs: false);
            }
        }
        catch
        {
            token.Dispose();
            throw;
        }
    }

    private async ValueTask<VaultAuth> LoginAsync(string method, Action<Utf8JsonWriter> body, CancellationToken cancellationToken)
    {
        var mount = VaultRequest.Escaped(options.LoginMount.Length > 0 ? options.LoginMount : method);
        // Not "once": a login that is repeated leaves a token that ends by itself; one that is not repeated leaves us without.
        var (_, answer) = await line.SendAsync(new VaultRequest(HttpMethod.Post, $"auth/{mount}/login", body), VaultTicket.None, cancellationToken).ConfigureAwait(false);
        using (answer)
        {
            return VaultAuth.Of(answer, isOurs: true);
        }
    }

    // The wrapping token works once. That it doesn't is how one learns that somebody else has seen the secret id.
    private async ValueTask<Secret> UnwrapOnceAsync(CancellationToken cancellationToken)
    {
        if (await credential.FindAsync(Unwrapped, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        using var wrapping = await credential.ReadAsync(cancellationToken).ConfigureAwait(false);
        Secret? secretId;
        try
        {
            using var answer = await VaultWrapping.UnwrapAsync(line, wrapping, cancellationToken).ConfigureAwait(false);
            secretId = VaultAnswer.SecretOf(answer.Data, "secret_id");
        }
        catch (VaultException e) when (e.Fault is VaultFault.Invalid or VaultFault.Denied)
        {
            throw new VaultException(
                VaultFault.Denied,
                "The wrapped secret id can't be unwrapped: it is over, or somebody has unwrapped it before. Treat it as stolen: destroy it in Vault, and wrap a new one.",
                e);
        }

        if (secretId is null)
        {
            throw new VaultException(VaultFault.Invalid, "What the wrapping token held is no secret id.");
        }

        await credential.KeepAsync(Unwrapped, secretId, cancellationToken).ConfigureAwait(false);
        return secretId;
    }
}
