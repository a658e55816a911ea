using System.CommandLine;

namespace Harombe.Host.Commands.Approvals;

/// <summary><c>harombe approvals revoke</c>.</summary>
internal sealed class GrantRevokeCommand : Command
{
    private static readonly Argument<string> Id = new("id") { Description = "The standing answer, grt_…" };

    public GrantRevokeCommand(Surroundings here)
        : base("revoke", "Take back an answer that stands for more than one call; from then on it is asked again.")
    {
        Add(Id);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var id = run.Parsed.GetRequiredValue(Id);
            var answer = await host.SendAsync(HttpMethod.Delete, $"/approvals/grants/{Uri.EscapeDataString(id)}", null, cancellationToken).ConfigureAwait(false);
            if (answer.Failed(out stop, out var nothing))
            {
                return run.Fail(stop);
            }

            nothing.Dispose();
            run.Say($"taken back: {id}");
            return ExitCode.Done;
        }
    }
}
