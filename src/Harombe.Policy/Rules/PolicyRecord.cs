using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harombe.Core.Audit;
using Harombe.Policy.Rules.Reading;

namespace Harombe.Policy.Rules;

/// <summary>Writes into the record which policy is in force.</summary>
internal sealed class PolicyRecord(IAuditLog audit, TimeProvider time)
{
    private const int LongestDetail = 2000;

    /// <summary>The host starts with this policy: recorded where it isn't the one that was recorded last.</summary>
    public async ValueTask StartedAsync(PolicySnapshot policy, CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var entry in audit.ReadAsync(new AuditQuery(null, 1, NewestFirst: true, "policy.loaded"), cancellationToken).ConfigureAwait(false))
        {
            if (!entry.Bytes.IsEmpty)
            {
                using var form = JsonDocument.Parse(entry.Bytes);
                last = form.RootElement.GetProperty("policy").GetString();
            }
        }

        if (last != policy.Version)
        {
            await LoadedAsync(policy, last, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask LoadedAsync(PolicySnapshot policy, string? previous, CancellationToken cancellationToken) =>
        await audit.AppendAsync(new PolicyChanged("loaded", policy.Version, previous, policy.ContentHash, null) { Time = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);

    /// <summary>An edit that can't hold: file, line and fault, and the version that stays.</summary>
    public async ValueTask RefusedAsync(PolicySnapshot stays, string stamp, IEnumerable<PolicyFault> faults, CancellationToken cancellationToken)
    {
        var detail = string.Join(' ', faults.Select(fault => $"{Path.GetFileName(fault.Place.File)}:{fault.Place.Line}: {fault.What}."));
        await audit.AppendAsync(
            new PolicyChanged("refused", stays.Version, null, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp))), detail.Length > LongestDetail ? detail[..LongestDetail] : detail)
            {
                Time = time.GetUtcNow(),
            },
            cancellationToken).ConfigureAwait(false);
    }
}
