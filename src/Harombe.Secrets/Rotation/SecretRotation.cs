using System.Buffers.Text;
using System.Security.Cryptography;
using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Rotation;

/// <summary>Rotates by the plans. One rotation of all at a time, so that two of the same secret can't undo each other. Thread-safe.</summary>
internal sealed class SecretRotation(
    SecretsOptions options, ISecrets secrets, IVaultRotation vault, RotationLedger ledger, IAuditLog audit, TimeProvider time) : ISecretRotation, IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public async ValueTask<IReadOnlyList<RotationState>> ListAsync(CancellationToken cancellationToken)
    {
        var states = new List<RotationState>();
        foreach (var plan in options.Rotations.OrderBy(plan => plan.Name.Value, StringComparer.Ordinal))
        {
            var row = await ledger.FindAsync(plan.Name, cancellationToken).ConfigureAwait(false);
            states.Add(new RotationState(plan.Name, SourceOf(plan), CheckOf(plan), plan.Every, row.Rotated, row.Rotated + plan.Every, row.Fault));
        }

        return states;
    }

    public async ValueTask<RotationOutcome> RotateAsync(SecretName name, Secret? value, bool check, PrincipalId by, CancellationToken cancellationToken)
    {
        var plan = options.Rotations.FirstOrDefault(plan => plan.Name == name) ?? new RotationPlan(name, null, RotationSource.Person, "", null);
        if (Unfit(plan, value, check) is { } reason)
        {
            return new RotationOutcome.Refused(reason);
        }

        await oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var refusal = await ReplaceAsync(plan, value, check, cancellationToken).ConfigureAwait(false);
            if (refusal is not null)
            {
                await ledger.FailedAsync(name, refusal.Message).ConfigureAwait(false);
                await RecordAsync("rotation-failed", name, by).ConfigureAwait(false);
                return new RotationOutcome.Refused(refusal);
            }

            await RecordAsync("rotated", name, by).ConfigureAwait(false);
            await ledger.RotatedAsync(name).ConfigureAwait(false);
            return new RotationOutcome.Rotated(check && (plan.Check is not null || plan.Source == RotationSource.SecretId));
        }
        catch (SecretsUnavailableException e)
        {
            await ledger.FailedAsync(name, e.Message).ConfigureAwait(false);
            throw;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private static Reason? Unfit(RotationPlan plan, Secret? value, bool check) => plan.Source switch
    {
        RotationSource.Person when value is null => new Reason(
            "rotation.value", $"{plan.Name} has no source of new values, so somebody must bring one.", $"printf %s \"$VALUE\" | harombe secrets rotate {plan.Name.Value}"),
        RotationSource.Person when check && plan.Check is null => new Reason(
            "rotation.check",
            $"Nothing says how a new value of {plan.Name} is tried before the old one goes.",
            $"Add '{plan.Name.Value} check https://…' to security.credentials.rotations, or rotate with --unchecked."),
        not RotationSource.Person when value is not null => new Reason(
            "rotation.value", $"New values of {plan.Name} come from {SourceOf(plan)}; one from somebody else is not taken.", "Rotate without a value."),
        _ => null,
    };

    private async ValueTask<Reason?> ReplaceAsync(RotationPlan plan, Secret? value, bool check, CancellationToken cancellationToken)
    {
        switch (plan.Source)
        {
            case RotationSource.Person:
                return await StoreAsync(plan, value!, check, cancellationToken).ConfigureAwait(false); // not null: checked before
            case RotationSource.Generated:
                using (var made = Random())
                {
                    return await StoreAsync(plan, made, check, cancellationToken).ConfigureAwait(false);
                }

            case RotationSource.SecretId:
                return await vault.ReplaceSecretIdAsync(plan, cancellationToken).ConfigureAwait(false);
            case RotationSource.Vault:
                // The engine changes it in one step: there is no moment with both, so the value is tried after.
                await vault.RotateAsync(plan, cancellationToken).ConfigureAwait(false);
                return check && plan.Check is { } address ? await TryNewAsync(plan, address, cancellationToken).ConfigureAwait(false) : null;
            default:
                throw new InvalidOperationException($"Unknown source {plan.Source}.");
        }
    }

    private async ValueTask<Reason?> StoreAsync(RotationPlan plan, Secret value, bool check, CancellationToken cancellationToken)
    {
        if (check && plan.Check is { } address && await ValueCheck.RefusalAsync(address, plan.Name, value, time, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            return refusal;
        }

        await secrets.WriteAsync(plan.Name, value, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async ValueTask<Reason?> TryNewAsync(RotationPlan plan, Uri address, CancellationToken cancellationToken)
    {
        using var value = await secrets.ReadAsync(plan.Name, cancellationToken).ConfigureAwait(false);
        var refusal = value is null
            ? new Reason("rotation.rejected", $"{plan.Name} is not where it should be after its rotation.", "Look at security.credentials.vault_paths.")
            : await ValueCheck.RefusalAsync(address, plan.Name, value, time, cancellationToken).ConfigureAwait(false);
        return refusal is null ? null : refusal with { Message = refusal.Message.Replace("The old value stands.", "Vault has changed it already: the old value is gone.", StringComparison.Ordinal) };
    }

    private async ValueTask RecordAsync(string @event, SecretName name, PrincipalId by) =>
        await audit.AppendAsync(new SecretChanged(@event, name, by) { Time = time.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);

    private static string SourceOf(RotationPlan plan) => plan.Source switch
    {
        RotationSource.Person => "person",
        RotationSource.Generated => "generated",
        RotationSource.Vault => "vault",
        RotationSource.SecretId => "secret-id",
        _ => throw new InvalidOperationException($"Unknown source {plan.Source}."),
    };

    private static string CheckOf(RotationPlan plan) => plan.Source == RotationSource.SecretId ? "a login" : plan.Check?.Host ?? "";

    private static Secret Random()
    {
        Span<byte> bits = stackalloc byte[32];
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(32)];
        RandomNumberGenerator.Fill(bits);
        Base64Url.EncodeToUtf8(bits, text);
        var made = new Secret(text);
        CryptographicOperations.ZeroMemory(bits);
        CryptographicOperations.ZeroMemory(text);
        return made;
    }
}
