using System.Collections.Concurrent;
using Harombe.Core.Calls;
using Harombe.Core.Secrets;

namespace Harombe.Host.Diagnosis;

/// <summary>
/// Gives the doctor the model's key while no host runs: no record is open that a lease could be written to, and whoever runs the doctor can read the store
/// anyway. What was revoked in an emergency stays so. While a host runs, that host is asked instead. Thread-safe.
/// </summary>
internal sealed class TrialLeases(ISecrets secrets) : ILeases, IPlaceholderResolver
{
    private readonly ConcurrentDictionary<string, (Secret Value, ToolCall Call)> live = new(StringComparer.Ordinal);

    public async ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var lease = new Lease(this);
        foreach (var name in call.Tool.Secrets)
        {
            try
            {
                if (await secrets.ReadAsync(name, cancellationToken).ConfigureAwait(false) is { } value)
                {
                    live[lease.Add(name)] = (value, call);
                    continue;
                }
            }
            catch (SecretsUnavailableException e)
            {
                await lease.DisposeAsync().ConfigureAwait(false);
                return new LeaseOutcome.Refused(new Reason("lease.unavailable", e.Message, "What is issued for each call can only be tried by a host: start one and run 'harombe doctor' again."));
            }

            await lease.DisposeAsync().ConfigureAwait(false);
            return new LeaseOutcome.Refused(new Reason("lease.missing", $"{name} is not stored.", $"Store it: harombe secrets set {name.Value}"));
        }

        return new LeaseOutcome.Leased(lease);
    }

    public Secret? Resolve(string wire, string host) =>
        live.TryGetValue(wire, out var leased) && leased.Call.Tool.Hosts.Contains(host, StringComparer.OrdinalIgnoreCase) ? new Secret(leased.Value.Reveal()) : null;

    private sealed class Lease(TrialLeases owner) : ILease
    {
        private readonly ConcurrentDictionary<SecretName, Placeholder> placeholders = new();

        public LeaseId Id { get; } = LeaseId.New();

        public string Add(SecretName name) => placeholders.GetOrAdd(name, Placeholder.For).Wire;

        public Placeholder? PlaceholderOf(SecretName name) => placeholders.GetValueOrDefault(name);

        public Secret? Reveal(SecretName name) => null;

        public ValueTask DisposeAsync()
        {
            foreach (var placeholder in placeholders.Values)
            {
                if (owner.live.TryRemove(placeholder.Wire, out var leased))
                {
                    leased.Value.Dispose();
                }
            }

            placeholders.Clear();
            return ValueTask.CompletedTask;
        }
    }
}
