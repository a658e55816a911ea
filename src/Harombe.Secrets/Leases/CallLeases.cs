using Harombe.Core.Audit;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;
using Harombe.Secrets.Vault;

namespace Harombe.Secrets.Leases;

/// <summary>
/// Leases what a tool declares to the one call that asks. The lease is on stable storage and in the audit log before a value is read; it ends with the call,
/// however that ends. A secret that is missing refuses with its name. Thread-safe.
/// </summary>
internal sealed class CallLeases(
    ICredentialSource source,
    LeaseBook book,
    LeaseEnding ending,
    LivePlaceholders live,
    Quarantine quarantine,
    IAuditLog audit,
    SecretsOptions options,
    TimeProvider time) : ILeases
{
    public async ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Tool.Secrets.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"{call.Tool.Name} declares no secret, so there is nothing to lease.", nameof(call));
        }

        if (options.VaultOnly && !source.IsVault)
        {
            return Refuse(
                "lease.vault_only",
                $"{call.Tool.Name} needs {Names(call.Tool.Secrets)}, and only Vault may lease here, but the secrets are in {source.Name}.",
                "Set security.credentials.method: vault, or take security.credentials.profile: vault-only out of harombe.yaml.");
        }

        if (call.Tool.Secrets.Any(VaultSecrets.IsOwn))
        {
            return Refuse(
                "lease.own",
                $"{call.Tool.Name} asks for {Names(call.Tool.Secrets.Where(VaultSecrets.IsOwn))}: names below '{VaultOptions.OwnNames}' are the host's own credentials, and no tool is given one.",
                $"Take the name out of `secrets` where {call.Tool.Origin} declares it.");
        }

        if (await quarantine.FindAsync(call, cancellationToken).ConfigureAwait(false) is { } blocked)
        {
            return new LeaseOutcome.Refused(blocked);
        }

        var record = LeaseRecord.For(call);
        var engine = new List<EngineLease>();
        await book.OpenAsync(record, cancellationToken).ConfigureAwait(false);
        try
        {
            await audit.AppendAsync(record.Entry("granted", source, null, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            var outcome = await IssueAsync(call, record, engine, cancellationToken).ConfigureAwait(false);
            if (outcome is LeaseOutcome.Refused)
            {
                await ending.EndAsync(record with { EngineLeases = [.. engine] }, "failed").ConfigureAwait(false);
            }

            return outcome;
        }
        catch
        {
            // Cancelled, or the record can't be written: what was issued so far is given back, and the station refuses.
            await ending.EndAsync(record with { EngineLeases = [.. engine] }, "failed").ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<LeaseOutcome> IssueAsync(ToolCall call, LeaseRecord record, List<EngineLease> engine, CancellationToken cancellationToken)
    {
        IssuedCredentials issued;
        try
        {
            issued = await source.IssueAsync(
                call.Tool.Secrets,
                async lease =>
                {
                    engine.Add(lease);
                    await book.AddAsync(record.Id, lease).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SecretsUnavailableException e)
        {
            return Refuse("lease.unavailable", $"{call.Tool.Name} needs {Names(call.Tool.Secrets)}, and {source.Name} can't give it: {e.Message}", "Run 'harombe doctor'; call again when it is mended.");
        }

        if (issued.Missing.Length > 0)
        {
            issued.Dispose();
            return Refuse(
                "lease.missing",
                $"{call.Tool.Name} needs {Names(issued.Missing)}, which {(issued.Missing.Length == 1 ? "is" : "are")} not in {source.Name}.",
                $"Store it: harombe secrets set {issued.Missing[0].Value}. If the tool works without it, take the name out of `secrets` where {call.Tool.Origin} declares it.");
        }

        if (await quarantine.HeldAsync(Stored(issued), cancellationToken).ConfigureAwait(false) is { IsEmpty: false } held)
        {
            issued.Dispose();
            return Refuse(
                "lease.quarantined",
                $"{call.Tool.Name} needs {Names(held)}, which {(held.Length == 1 ? "was" : "were")} revoked in an emergency and still {(held.Length == 1 ? "has" : "have")} the same value.",
                $"Give it another value where it is issued, and here: harombe secrets set {held[0].Value}");
        }

        var lease = new CallLease(
            record with { EngineLeases = [.. engine] },
            issued,
            call.Tool.Hosts.IsDefault ? [] : call.Tool.Hosts,
            async (over, how) =>
            {
                live.Remove(over);
                await ending.EndAsync(over.Record, how).ConfigureAwait(false);
            });
        live.Add(lease);
        // Asked again now that the lease can be seen: an emergency in between has either found it, or is found here.
        if (await quarantine.FindAsync(call, CancellationToken.None).ConfigureAwait(false) is { } blocked)
        {
            await lease.EndAsync("emergency").ConfigureAwait(false);
            return new LeaseOutcome.Refused(blocked);
        }

        return new LeaseOutcome.Leased(lease);
    }

    private Dictionary<SecretName, Secret> Stored(IssuedCredentials issued) =>
        issued.Values.Where(pair => !source.IsIssued(pair.Key)).ToDictionary();

    private static string Names(IEnumerable<SecretName> names) => string.Join(", ", names);

    private static LeaseOutcome.Refused Refuse(string rule, string message, string remedy) => new(new Reason(rule, message, remedy));
}
