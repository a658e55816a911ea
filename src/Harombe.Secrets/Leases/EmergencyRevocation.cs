using System.Collections.Immutable;
using Harombe.Core.Audit;
using Harombe.Core.Principals;
using Harombe.Core.Secrets;

namespace Harombe.Secrets.Leases;

/// <summary>The emergency path. The block comes first, so that nothing is leased behind its back. Thread-safe.</summary>
internal sealed class EmergencyRevocation(
    Quarantine quarantine, LivePlaceholders live, StoredSecrets stored, ICredentialSource source, IAuditLog audit, TimeProvider time) : ILeaseRevocation
{
    public async ValueTask<RevocationReport> RevokeAsync(LeaseSubject subject, PrincipalId by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        cancellationToken.ThrowIfCancellationRequested();
        await quarantine.BlockAsync(subject, by).ConfigureAwait(false);
        var running = live.Where(lease => subject switch
        {
            LeaseSubject.OfTool tool => lease.Tool == tool.Tool,
            LeaseSubject.OfPrincipal principal => lease.Principal == principal.Principal,
            _ => false,
        });
        // All at once: one engine that is slow must not keep the others' credentials alive.
        var endings = Task.WhenAll(running.Select(lease => lease.EndAsync("emergency")));
        var held = ImmutableArray.CreateBuilder<SecretName>();
        var unread = ImmutableArray.CreateBuilder<SecretName>();
        foreach (var name in await quarantine.TouchedAsync(subject, CancellationToken.None).ConfigureAwait(false))
        {
            using var value = await TryReadAsync(name).ConfigureAwait(false);
            if (source.IsIssued(name))
            {
                // Made for each call: what there was is revoked.
                continue;
            }

            await quarantine.HoldAsync(name, value, by).ConfigureAwait(false);
            held.Add(name);
            if (value is null)
            {
                unread.Add(name);
            }
        }

        await endings.ConfigureAwait(false);
        await audit.AppendAsync(
            new LeasesBlocked("blocked", Quarantine.NameOf(subject), held.ToImmutable(), running.Count, by) { Time = time.GetUtcNow() }, CancellationToken.None).ConfigureAwait(false);
        return new RevocationReport(running.Count, held.ToImmutable(), unread.ToImmutable());
    }

    public async ValueTask<bool> LiftAsync(LeaseSubject subject, PrincipalId by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        // Recorded first: a block that is gone without a trace would be worse than one that is not gone.
        await audit.AppendAsync(new LeasesBlocked("lifted", Quarantine.NameOf(subject), [], 0, by) { Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        return await quarantine.LiftAsync(subject, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ImmutableArray<SecretName>> QuarantinedAsync(CancellationToken cancellationToken)
    {
        var values = new Dictionary<SecretName, Secret>();
        try
        {
            foreach (var name in await quarantine.NamesAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await TryReadAsync(name).ConfigureAwait(false) is { } value)
                {
                    values[name] = value;
                }
            }

            return await quarantine.HeldAsync(values, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    private async ValueTask<Secret?> TryReadAsync(SecretName name)
    {
        try
        {
            return await stored.Store.ReadAsync(name, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SecretsUnavailableException)
        {
            // It is quarantined without its value then, until it can be read.
            return null;
        }
    }
}
