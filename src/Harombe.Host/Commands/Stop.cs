using Harombe.Core.Calls;

namespace Harombe.Host.Commands;

/// <summary>Why a command can't go on, for people and as JSON.</summary>
/// <param name="ExitCode">What the process ends with; see <see cref="Commands.ExitCode"/>.</param>
/// <param name="Rule">Stable dotted name of what refused.</param>
/// <param name="Message">What was wrong, in a sentence, without any secret.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Status">The host's HTTP status, when it was the host that refused.</param>
internal sealed record Stop(int ExitCode, string Rule, string Message, string Remedy, int? Status = null)
{
    /// <summary>The command line itself is wrong; the remedy is the next command to type.</summary>
    public static Stop Usage(string message, string next) => new(Commands.ExitCode.Usage, "cli.usage", message, next);

    /// <summary>Nobody owns the data folder, or its owner doesn't answer.</summary>
    public static Stop NoHost(string folder) =>
        new(Commands.ExitCode.NoHost, "cli.no-host", $"no host is running in {folder}", "start one with 'harombe up'");

    /// <summary>Something outside of us is in the way.</summary>
    public static Stop Failed(Reason reason) => new(Commands.ExitCode.Failed, reason.Rule, reason.Message, reason.Remedy);
}
