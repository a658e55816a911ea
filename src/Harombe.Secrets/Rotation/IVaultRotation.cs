using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Secrets.SealedFile;
using Harombe.Secrets.Vault;
using Harombe.Secrets.Vault.Sessions;

namespace Harombe.Secrets.Rotation;

/// <summary>The rotations that Vault does. Thread-safe.</summary>
internal interface IVaultRotation
{
    /// <summary>Has an engine change a value.</summary>
    /// <exception cref="SecretsUnavailableException">It can't, or there is no Vault.</exception>
    ValueTask RotateAsync(RotationPlan plan, CancellationToken cancellationToken);

    /// <summary>Replaces the secret id that the host logs in with: a new one is issued, tried and kept before the old one is destroyed.</summary>
    /// <exception cref="SecretsUnavailableException">It can't, or there is no Vault. The old one stands.</exception>
    ValueTask<Reason?> ReplaceSecretIdAsync(RotationPlan plan, CancellationToken cancellationToken);
}

/// <summary>There is no Vault to ask.</summary>
internal sealed class NoVaultRotation : IVaultRotation
{
    public ValueTask RotateAsync(RotationPlan plan, CancellationToken cancellationToken) => throw NoVault(plan);

    public ValueTask<Reason?> ReplaceSecretIdAsync(RotationPlan plan, CancellationToken cancellationToken) => throw NoVault(plan);

    private static SecretsUnavailableException NoVault(RotationPlan plan) =>
        new($"{plan.Name} is rotated by Vault ({plan.Path}), and the secrets are in the sealed file. Set security.credentials.method: vault.", null);
}

/// <summary>Asks Vault.</summary>
internal sealed class VaultRotation(IVault vault, VaultOptions options, SealedFileSecrets own) : IVaultRotation
{
    public async ValueTask RotateAsync(RotationPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            (await vault.WriteAsync(plan.Path, static _ => { }, once: true, cancellationToken).ConfigureAwait(false))?.Dispose();
        }
        catch (VaultException e)
        {
            throw new SecretsUnavailableException(e.Message, e);
        }
    }

    public async ValueTask<Reason?> ReplaceSecretIdAsync(RotationPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            if (plan.Name != options.Credential || options.CredentialFile.Length > 0)
            {
                return new Reason(
                    "rotation.credential",
                    $"{plan.Name} is not what the host logs in to Vault with, or that is in a file which somebody else keeps fresh. Nothing was changed.",
                    $"Rotate {options.Credential.Value} this way, and nothing else.");
            }

            var kept = options.IsWrapped ? VaultLogins.Unwrapped : options.Credential;
            using var old = await own.ReadAsync(kept, cancellationToken).ConfigureAwait(false);
            using var issued = await vault.WriteAsync(plan.Path, static _ => { }, once: true, cancellationToken).ConfigureAwait(false);
            using var fresh = issued is null ? null : VaultAnswer.SecretOf(issued.Data, "secret_id");
            if (fresh is null)
            {
                return new Reason("rotation.rejected", $"{plan.Path} gave no secret id. The old one stands.", "Look at the path in security.credentials.rotations.");
            }

            if (!await LogsInAsync(plan, fresh, cancellationToken).ConfigureAwait(false))
            {
                return new Reason("rotation.rejected", $"The new secret id doesn't log in with the role id {options.Role}. The old one stands.", "Name the path of the very role that the host logs in with.");
            }

            // From here on both work, until the old one is destroyed: a crash in between leaves one too many, and none too few.
            await own.WriteAsync(kept, fresh, CancellationToken.None).ConfigureAwait(false);
            if (old is not null)
            {
                (await vault.WriteAsync(plan.Path + "/destroy", body => body.WriteString("secret_id", old.Reveal()), once: false, CancellationToken.None).ConfigureAwait(false))?.Dispose();
            }

            return null;
        }
        catch (VaultException e)
        {
            throw new SecretsUnavailableException(e.Message, e);
        }
    }

    private async ValueTask<bool> LogsInAsync(RotationPlan plan, Secret secretId, CancellationToken cancellationToken)
    {
        // auth/<mount>/role/<name>/secret-id: the mount may have slashes in it.
        var mount = plan.Path[..plan.Path.LastIndexOf("/role/", StringComparison.Ordinal)];
        try
        {
            using var answer = await vault.WriteAsync(
                mount + "/login",
                body =>
                {
                    body.WriteString("role_id", options.Role);
                    body.WriteString("secret_id", secretId.Reveal());
                },
                once: false,
                cancellationToken).ConfigureAwait(false);
            return answer is not null && answer.Root.TryGetProperty("auth", out var auth) && auth.ValueKind == System.Text.Json.JsonValueKind.Object;
        }
        catch (VaultException e) when (e.Fault is VaultFault.Invalid or VaultFault.Denied)
        {
            return false;
        }
    }
}
