using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Secrets;
using Harombe.Secrets.Leases;
using Harombe.Secrets.Scanning.Issued;

namespace Harombe.Secrets.Vault.Engines;

/// <summary>Issues from Vault: what is stored there, and what its engines make for the call. Fields of one path come from one read, so that a user and its password belong together.</summary>
internal sealed class VaultCredentials(IVault vault, EngineLeases leases, EnginePaths engines, VaultOptions options, IssuedSecrets issued) : ICredentialSource
{
    public string Name => "Vault";

    public bool IsVault => true;

    // What a name stands for is known once it was read: an engine gave a lease with it.
    public bool IsIssued(SecretName name) => engines.Has(SecretPlace.Of(name, options).Path);

    public async ValueTask<IssuedCredentials> IssueAsync(
        IReadOnlyList<SecretName> names, Func<EngineLease, ValueTask> remember, CancellationToken cancellationToken)
    {
        var values = new Dictionary<SecretName, Secret>();
        try
        {
            foreach (var path in names.Distinct().GroupBy(name => SecretPlace.Of(name, options).Path, StringComparer.Ordinal))
            {
                await ReadAsync(path.Key, [.. path], values, remember, cancellationToken).ConfigureAwait(false);
            }

            return new IssuedCredentials(values, [.. names.Distinct().Where(name => !values.ContainsKey(name))]);
        }
        catch (VaultException e)
        {
            new IssuedCredentials(values, []).Dispose();
            throw new SecretsUnavailableException(e.Message, e);
        }
        catch
        {
            new IssuedCredentials(values, []).Dispose();
            throw;
        }
    }

    public async ValueTask RevokeAsync(EngineLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await leases.RevokeAsync(lease, cancellationToken).ConfigureAwait(false);
        }
        catch (VaultException e)
        {
            throw new SecretsUnavailableException(e.Message, e);
        }
    }

    private async ValueTask ReadAsync(
        string path, ImmutableArray<SecretName> names, Dictionary<SecretName, Secret> values, Func<EngineLease, ValueTask> remember, CancellationToken cancellationToken)
    {
        // A path that is named may be an engine's, where reading issues something: not to be repeated lightly.
        using var answer = await vault.ReadAsync(path, once: names.Any(options.Paths.ContainsKey), cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return;
        }

        if (answer.LeaseId is { Length: > 0 } id)
        {
            engines.Add(path);
            var lease = new EngineLease(id);
            await remember(lease).ConfigureAwait(false);
            leases.Keep(lease, answer.LeaseDuration, answer.IsRenewable);
        }

        foreach (var name in names)
        {
            if (VaultAnswer.SecretOf(Fields(answer.Data), SecretPlace.Of(name, options).Field) is { } value)
            {
                issued.Add(name, value.Reveal());
                values.Add(name, value);
            }
        }
    }

    /// <summary>The fields of an answer: version 2 of the key-value engine has them one level down, beside their metadata.</summary>
    public static JsonElement Fields(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("data", out var inner) && data.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
            ? inner
            : data;
}
