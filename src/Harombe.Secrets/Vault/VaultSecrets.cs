using Harombe.Core.Secrets;
using Harombe.Secrets.Scanning.Issued;
using Harombe.Secrets.SealedFile;
using Harombe.Secrets.Vault.Engines;

namespace Harombe.Secrets.Vault;

/// <summary>
/// Keeps secrets in Vault; those below <c>vault/</c>, with which the host itself logs in, stay in the sealed file. Every value is made known to the scanner
/// before anyone can use it. Thread-safe.
/// </summary>
internal sealed class VaultSecrets(IVault vault, VaultOptions options, SealedFileSecrets own, EnginePaths engines, IssuedSecrets issued) : ISecrets
{
    private readonly KeyValueStore store = new(vault, options);

    /// <summary>Whether it is one of the host's own, which no tool is ever given.</summary>
    public static bool IsOwn(SecretName name) => name.Value.StartsWith(VaultOptions.OwnNames, StringComparison.Ordinal);

    public async ValueTask<Secret?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        if (IsOwn(name))
        {
            return await own.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return await TryAsync(async () =>
        {
            var place = SecretPlace.Of(name, options);
            using var answer = await vault.ReadAsync(place.Path, once: options.Paths.ContainsKey(name), cancellationToken).ConfigureAwait(false);
            if (answer?.LeaseId is { Length: > 0 } lease)
            {
                engines.Add(place.Path);
                // Nobody would revoke it: who reads without a lease gives nothing back.
                (await vault.WriteAsync("sys/leases/revoke", body => body.WriteString("lease_id", lease), once: false, CancellationToken.None).ConfigureAwait(false))?.Dispose();
                throw new SecretsUnavailableException($"{name} is issued by an engine of Vault ({place.Path}), which is only leased: to a call of a tool, a connection to a server, or a turn of a model.", null);
            }

            var secret = answer is null ? null : VaultAnswer.SecretOf(VaultCredentials.Fields(answer.Data), place.Field);
            issued.Add(name, secret is null ? [] : secret.Reveal());
            return secret;
        }).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellationToken)
    {
        var local = (await own.ListAsync(cancellationToken).ConfigureAwait(false)).Where(IsOwn);
        var stored = await TryAsync(() => store.ListAsync(cancellationToken)).ConfigureAwait(false);
        return [.. local.Concat(stored).Concat(options.Paths.Keys).Distinct().OrderBy(name => name.Value, StringComparer.Ordinal)];
    }

    public async ValueTask WriteAsync(SecretName name, Secret secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (IsOwn(name))
        {
            await own.WriteAsync(name, secret, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (secret.Reveal().Length is 0 or > SealedFileSecrets.LongestSecret)
        {
            throw new ArgumentException($"{name} must hold 1 to {SealedFileSecrets.LongestSecret} bytes; an empty secret would pass for a real one.", nameof(secret));
        }

        ThrowIfElsewhere(name);
        issued.Add(name, secret.Reveal());
        await TryAsync(async () =>
        {
            await store.WriteAsync(name, secret, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    public async ValueTask<bool> RemoveAsync(SecretName name, CancellationToken cancellationToken)
    {
        if (IsOwn(name))
        {
            return await own.RemoveAsync(name, cancellationToken).ConfigureAwait(false);
        }

        ThrowIfElsewhere(name);
        return await TryAsync(() => store.RemoveAsync(name, cancellationToken)).ConfigureAwait(false);
    }

    private void ThrowIfElsewhere(SecretName name)
    {
        if (options.Paths.TryGetValue(name, out var place))
        {
            throw new SecretsUnavailableException($"{name} stands at {place} in Vault, by security.credentials.vault_paths. Change it there; the host only reads it.", null);
        }
    }

    private static async ValueTask<T> TryAsync<T>(Func<ValueTask<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (VaultException e)
        {
            throw new SecretsUnavailableException(e.Message, e);
        }
    }
}
