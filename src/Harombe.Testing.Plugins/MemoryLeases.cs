using System.Collections.Concurrent;
using Harombe.Core.Calls;
using Harombe.Core.Egress;
using Harombe.Core.Secrets;

namespace Harombe.Testing.Plugins;

/// <summary>Leases what a test stored, as placeholders that count while their call runs. Thread-safe.</summary>
internal sealed class MemoryLeases(ISecrets secrets) : ILeases, IPlaceholderResolver
{
    private readonly ISecrets secrets = secrets;
    private readonly ConcurrentDictionary<string, (SecretName Name, ToolCall Call)> live = new(StringComparer.Ordinal);

    public async ValueTask<LeaseOutcome> LeaseAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var stored = await secrets.ListAsync(cancellationToken).ConfigureAwait(false);
        return call.Tool.Secrets.FirstOrDefault(name => !stored.Contains(name)) is { Value.Length: > 0 } missing
            ? new LeaseOutcome.Refused(new Reason("lease.missing", $"{call.Tool.Name} needs {missing}, which is not stored.", $"Call SetSecretAsync(\"{missing}\", …) before."))
            : new LeaseOutcome.Leased(new Lease(this, call));
    }

    public Secret? Resolve(string wire, string host) =>
        live.TryGetValue(wire, out var known) && known.Call.Tool.Hosts.Any(declared => declared == host || (HostDeclaration.TryParse(declared, out var one) && one.CoversName(host)))
            ? secrets.ReadAsync(known.Name, CancellationToken.None).AsTask().GetAwaiter().GetResult()
            : null;

    private sealed class Lease : ILease
    {
        private readonly MemoryLeases owner;
        private readonly ToolCall call;
        private readonly Dictionary<SecretName, Placeholder> placeholders;
        private readonly List<Secret> revealed = [];

        public Lease(MemoryLeases owner, ToolCall call)
        {
            this.owner = owner;
            this.call = call;
            placeholders = call.Tool.Secrets.ToDictionary(name => name, Placeholder.For);
            foreach (var placeholder in placeholders.Values)
            {
                owner.live[placeholder.Wire] = (placeholder.Name, call);
            }
        }

        public LeaseId Id { get; } = LeaseId.New();

        public Placeholder? PlaceholderOf(SecretName name) => placeholders.GetValueOrDefault(name);

        public Secret? Reveal(SecretName name)
        {
            if (!call.Tool.Revealed.Contains(name) || owner.secrets.ReadAsync(name, CancellationToken.None).AsTask().GetAwaiter().GetResult() is not { } secret)
            {
                return null;
            }

            revealed.Add(secret);
            return secret;
        }

        public ValueTask DisposeAsync()
        {
            foreach (var placeholder in placeholders.Values)
            {
                owner.live.TryRemove(placeholder.Wire, out _);
            }

            placeholders.Clear();
            revealed.ForEach(secret => secret.Dispose());
            return ValueTask.CompletedTask;
        }
    }
}
