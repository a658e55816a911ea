using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Harombe.Policy.Rules;

/// <summary>
/// Looks at the policy folder once a second and puts a changed policy in force. One that can't hold is named in the log, file and line, and the last good
/// one stays.
/// </summary>
internal sealed partial class PolicyReload(PolicyHolder holder, IOptions<PolicyOptions> options, TimeProvider time, ILogger<PolicyReload> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private string stamp = options.Value.Folder is { } folder ? PolicyFolder.Stamp(folder) : "";

    /// <summary>Looks now. True when another policy is in force than before.</summary>
    public bool Look()
    {
        if (options.Value.Folder is not { } folder)
        {
            return false;
        }

        var now = PolicyFolder.Stamp(folder);
        if (now == stamp)
        {
            return false;
        }

        stamp = now;
        var read = PolicyFolder.Read(folder, options.Value.Profile);
        foreach (var fault in read.Faults)
        {
            Faulty(log, fault.ToString());
        }

        if (read.Snapshot is not { } next || next.Version == holder.Current.Version)
        {
            return false;
        }

        holder.Swap(next);
        InForce(log, next.Version, next.Rules.Length);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                Look();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Faulty(log, $"The policy folder can't be looked at: {e.Message}");
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The policy was changed and can't hold, so the last good one stays in force. {Fault}")]
    private static partial void Faulty(ILogger log, string fault);

    [LoggerMessage(LogLevel.Information, "Policy {Version} is in force, with {Rules} rules")]
    private static partial void InForce(ILogger log, string version, int rules);
}
