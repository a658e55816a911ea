using Harombe.Core.Secrets;
using Harombe.Host.Access;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Secrets;

/// <summary>The secrets of a running host.</summary>
internal sealed class HostSecrets(HostClient host) : SecretDoor
{
    public override async Task<Answer<SecretNames>> ListAsync(CancellationToken cancellationToken) =>
        (await host.GetAsync("/secrets", cancellationToken).ConfigureAwait(false)).As(SecretForms.Default.SecretNames, host);

    public override async Task<Stop?> StoreAsync(SecretName name, string value, CancellationToken cancellationToken)
    {
        var answer = await host.SendAsync(HttpMethod.Put, $"/secrets/{name.Value}", new SecretValue(value), SecretForms.Default.SecretValue, cancellationToken).ConfigureAwait(false);
        return answer.Failed(out var stop, out _) ? stop : null;
    }

    public override async Task<Stop?> RemoveAsync(SecretName name, CancellationToken cancellationToken)
    {
        var answer = await host.SendAsync(HttpMethod.Delete, $"/secrets/{name.Value}", null, cancellationToken).ConfigureAwait(false);
        return answer.As(SecretForms.Default.SecretRemoved, host).Failed(out var stop, out var removed) ? stop : removed.Removed ? null : SecretFaults.Unknown(name);
    }

    public override async Task<Answer<SecretsMigrated>> MigrateAsync(bool overwrite, CancellationToken cancellationToken) =>
        (await host.SendAsync(HttpMethod.Post, "/secrets/migrate", new MigrationAsked(overwrite), SecretCareForms.Default.MigrationAsked, cancellationToken).ConfigureAwait(false))
            .As(SecretCareForms.Default.SecretsMigrated, host);

    public override ValueTask DisposeAsync()
    {
        host.Dispose();
        return ValueTask.CompletedTask;
    }
}
