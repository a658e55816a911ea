using Harombe.Core.Audit;
using Harombe.Core.Secrets;
using Microsoft.Extensions.Logging;

namespace Harombe.Secrets.Leases;

/// <summary>
/// Ends leases where they are written down: the engine first, then the audit log, then the book. Where the engine can't be told, the lease stays in the book
/// and <see cref="LeaseRecovery"/> tries again; the call doesn't wait for it beyond a bound. Thread-safe.
/// </summary>
internal sealed partial class LeaseEnding(
    ICredentialSource source, LeaseBook book, IAuditLog audit, SecretsOptions options, TimeProvider time, ILogger<LeaseEnding> log)
{
    /// <summary>True when the lease is over everywhere. Never cancelled by a caller: one that hangs up must not keep its credentials.</summary>
    public async Task<bool> EndAsync(LeaseRecord lease, string how)
    {
        using var bound = new CancellationTokenSource(options.RevokeTimeout, time);
        try
        {
            foreach (var issued in lease.EngineLeases)
            {
                await source.RevokeAsync(issued, bound.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SecretsUnavailableException or OperationCanceledException)
        {
            Unrevoked(log, lease.Id.Value, lease.Tool.Value, source.Name, e.Message);
            await book.LeaveAsync(lease.Id).ConfigureAwait(false);
            if (how != LeaseRecovery.How)
            {
                await audit.AppendAsync(lease.Entry("unrevoked", source, how, time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
            }

            return false;
        }

        await audit.AppendAsync(lease.Entry("revoked", source, how, time.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
        await book.CloseAsync(lease.Id).ConfigureAwait(false);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The lease {Lease} of {Tool} is over here, but {Source} could not be told: {Cause} It is tried again.")]
    private static partial void Unrevoked(ILogger log, string lease, string tool, string source, string cause);
}
