using System.Security.Cryptography;
using System.Text;
using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Options;

namespace Harombe.Audit.Checkpoints;

/// <summary>
/// The two keys of the record, kept like any other secret: one signs checkpoints, one commits to what entries must not hold. Not thread-safe, but for
/// <see cref="Seal"/>.
/// </summary>
internal sealed class LogKeys(IOptions<AuditOptions> options, IEnumerable<ISecrets> secrets) : IDisposable
{
    private static readonly SecretName Signing = SecretName.Parse("audit/signing-key");
    private static readonly SecretName Next = SecretName.Parse("audit/signing-key.next");
    private static readonly SecretName Commitment = SecretName.Parse("audit/commitment-key");

    private readonly ISecrets? store = secrets.LastOrDefault();

    /// <summary>Makes commitments once <see cref="OpenAsync"/> has read the key.</summary>
    public CommitmentSeal Seal { get; } = new();

    /// <summary>The key that signs; null before <see cref="OpenAsync"/>, and where there is no store for secrets.</summary>
    public SigningKey? Current { get; private set; }

    /// <summary>Reads the keys; makes them for a log that has none yet.</summary>
    /// <param name="announced">The key that the log announced last; null for a log that never had one.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="AuditUnavailableException">The log was signed before, and its key is gone.</exception>
    /// <exception cref="SecretsUnavailableException">The store can't be read.</exception>
    public async ValueTask OpenAsync(string? announced, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return;
        }

        Seal.Use(await ReadAsync(Commitment, cancellationToken).ConfigureAwait(false) ?? await MakeAsync(Commitment, cancellationToken).ConfigureAwait(false));
        var signing = await KeyAsync(Signing, cancellationToken).ConfigureAwait(false);
        if (announced is not null && signing?.Verifier.ToString() != announced)
        {
            // A rotation that was cut off between its announcement and the change of the key.
            signing = await KeyAsync(Next, cancellationToken).ConfigureAwait(false);
            if (signing?.Verifier.ToString() != announced)
            {
                throw new AuditUnavailableException(
                    $"The audit log is signed by the key {announced}, and the secret {Signing} is not that key. Restore the secret, or set audit.origin back to what it was; until then nothing new is signed.", null);
            }

            await ReplaceAsync(signing, cancellationToken).ConfigureAwait(false);
        }

        Current = signing ?? SigningKey.Of(options.Value.Origin, await MakeAsync(Signing, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A fresh key, stored beside the current one, to be announced.</summary>
    public async ValueTask<SigningKey> PrepareNextAsync(CancellationToken cancellationToken)
    {
        await Store().RemoveAsync(Next, cancellationToken).ConfigureAwait(false);
        return SigningKey.Of(options.Value.Origin, await MakeAsync(Next, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Puts the announced key in the place of the current one.</summary>
    public async ValueTask AdoptAsync(SigningKey next, CancellationToken cancellationToken)
    {
        await ReplaceAsync(next, cancellationToken).ConfigureAwait(false);
        Current?.Dispose();
        Current = next;
    }

    /// <summary>Nothing more is signed.</summary>
    public void Dispose()
    {
        Current?.Dispose();
        Current = null;
    }

    private async ValueTask ReplaceAsync(SigningKey next, CancellationToken cancellationToken)
    {
        await WriteAsync(Signing, next.Export(), cancellationToken).ConfigureAwait(false);
        await Store().RemoveAsync(Next, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SigningKey?> KeyAsync(SecretName name, CancellationToken cancellationToken) =>
        await ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } seed ? SigningKey.Of(options.Value.Origin, seed) : null;

    private async ValueTask<byte[]?> ReadAsync(SecretName name, CancellationToken cancellationToken)
    {
        using var secret = await Store().ReadAsync(name, cancellationToken).ConfigureAwait(false);
        return secret is null ? null : Convert.FromBase64String(secret.RevealText());
    }

    private async ValueTask<byte[]> MakeAsync(SecretName name, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        await WriteAsync(name, key, cancellationToken).ConfigureAwait(false);
        return key;
    }

    private async ValueTask WriteAsync(SecretName name, byte[] key, CancellationToken cancellationToken)
    {
        using var secret = new Secret(Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
        await Store().WriteAsync(name, secret, cancellationToken).ConfigureAwait(false);
    }

    private ISecrets Store() => store ?? throw new InvalidOperationException("There is no store for secrets.");
}
