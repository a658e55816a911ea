using Harombe.Core.Reloading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Rules;

/// <summary>
/// Looks at the policy's files once a second and puts a changed policy in force. One that can't hold is named in the log, file and line, and the last good
/// one stays. What is in force is in the record before it decides anything; a start with the policy of the last one adds nothing.
/// </summary>
internal sealed partial class PolicyReload(PolicyHolder holder, PolicyRecord record, IOptions<PolicyOptions> options, TimeProvider time, ILogger<PolicyReload> log) : BackgroundService
{
    private string stamp = PolicyFolder.Stamp(options.Value.Folder, options.Value.File);

    /// <summary>Looks now. True when another policy is in force than before.</summary>
    public async ValueTask<bool> LookAsync(CancellationToken cancellationToken)
    {
        var now = PolicyFolder.Stamp(options.Value.Folder, options.Value.File);
        if (now == stamp)
        {
            return false;
        }

        var read = PolicyFolder.Read(options.Value.Folder, options.Value.Profile, options.Value.File);
        foreach (var fault in read.Faults)
        {
            Faulty(log, fault.ToString());
        }

        if (read.Snapshot is not { } next)
        {
            await record.RefusedAsync(holder.Current, now, read.Faults, cancellationToken).ConfigureAwait(false);
            stamp = now;
            return false;
        }

        if (next.Version == holder.Current.Version)
        {
            stamp = now;
            return false;
        }

        // Looked at again in a second where it can't be recorded: nothing runs meanwhile, since calls can't be recorded either.
        await record.LoadedAsync(next, holder.Current.Version, cancellationToken).ConfigureAwait(false);
        stamp = now;
        holder.Swap(next);
        InForce(log, next.Version, next.Rules.Length);
        return true;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await record.StartedAsync(holder.Current, cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ReloadLoop.RunAsync(LookAsync, e => Failed(log, e), time, stoppingToken);

    [LoggerMessage(LogLevel.Error, "The policy was changed and can't hold, so the last good one stays in force. {Fault}")]
    private static partial void Faulty(ILogger log, string fault);

    [LoggerMessage(LogLevel.Error, "The policy could not be looked at or put in force, so the last good one stays; it is tried again")]
    private static partial void Failed(ILogger log, Exception why);

    [LoggerMessage(LogLevel.Information, "Policy {Version} is in force, with {Rules} rules")]
    private static partial void InForce(ILogger log, string version, int rules);
}
