using System.CommandLine;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Approvals;

/// <summary><c>harombe approvals approve</c> and <c>deny</c>.</summary>
internal sealed class ApprovalAnswerCommand : Command
{
    private readonly Argument<string> id = new("id") { Description = "The question, apr_…" };
    private readonly Option<string?> reason = new("--reason") { Description = "Why; recorded, and told to the agent when it is a no.", HelpName = "text" };

    public ApprovalAnswerCommand(Surroundings here, string answer, string description)
        : base(answer, description)
    {
        Add(id);
        Add(reason);
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        if (run.Connect().Failed(out var stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            var answer = await host.SendAsync(
                HttpMethod.Post,
                $"/approvals/{Uri.EscapeDataString(run.Parsed.GetRequiredValue(id))}",
                new GivenAnswer(Name, run.Parsed.GetValue(reason)),
                HostForms.Default.GivenAnswer,
                cancellationToken).ConfigureAwait(false);
            if (answer.As(HostForms.Default.AskedApproval, host).Failed(out stop, out var approval))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(approval, HostForms.Default.AskedApproval);
            }

            run.Say($"{approval.State}: {approval.Tool} of {approval.Principal}");
            return ExitCode.Done;
        }
    }
}
