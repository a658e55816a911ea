using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Chat;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Approvals;

/// <summary>Shows what a pattern would allow before it is given, with the word that confirms that it was shown.</summary>
internal static class ShownPattern
{
    public static async Task<int> ShowAsync(Invocation run, HostClient host, string path, GivenReach reach, CancellationToken cancellationToken)
    {
        var answer = await host.SendAsync(HttpMethod.Post, $"{path}/proposal", reach, HostForms.Default.GivenReach, cancellationToken).ConfigureAwait(false);
        if (answer.As(HostForms.Default.ShownReach, host).Failed(out var stop, out var shown))
        {
            return run.Fail(stop);
        }

        if (run.Json)
        {
            run.WriteJson(shown, HostForms.Default.ShownReach);
            return ExitCode.WaitsForApproval;
        }

        var output = run.Terminal.Output;
        output.WriteLine($"Until {Clock.Of(shown.ExpiresAt)} it would not ask where");
        foreach (var says in shown.Covers)
        {
            output.WriteLine("  " + VisibleText.Line(says));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"would also have allowed: {(shown.WouldAlso.Count == 0 ? "none" : "")} of {shown.Of} earlier questions").Replace("  ", " ", StringComparison.Ordinal));
        foreach (var earlier in shown.WouldAlso)
        {
            output.WriteLine(VisibleText.Line($"  {earlier.Id} {earlier.State}"));
            foreach (var line in ExactArguments.Lines(earlier.Arguments))
            {
                output.WriteLine("    " + line);
            }
        }

        run.Say($"nothing is answered yet; repeat the command with --confirm {shown.Confirm}");
        return ExitCode.WaitsForApproval;
    }
}
