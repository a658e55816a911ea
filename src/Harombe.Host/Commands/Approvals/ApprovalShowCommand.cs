using System.CommandLine;
using System.Globalization;
using Harombe.Core.Display;
using Harombe.Host.Commands.Chat;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Approvals;

/// <summary><c>harombe approvals show</c>.</summary>
internal sealed class ApprovalShowCommand : Command
{
    private static readonly Argument<string> Id = new("id") { Description = "The question, apr_…" };

    public ApprovalShowCommand(Surroundings here)
        : base("show", "Show a question with the exact arguments of its call.")
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
            var answer = await host.GetAsync($"/approvals/{Uri.EscapeDataString(run.Parsed.GetRequiredValue(Id))}", cancellationToken).ConfigureAwait(false);
            if (answer.As(HostForms.Default.AskedApproval, host).Failed(out stop, out var approval))
            {
                return run.Fail(stop);
            }

            if (run.Json)
            {
                run.WriteJson(approval, HostForms.Default.AskedApproval);
            }
            else
            {
                Show(run.Terminal.Output, approval);
            }

            return ExitCode.Done;
        }
    }

    private static void Show(TextWriter output, AskedApproval approval)
    {
        Line(output, "id", approval.Id);
        Line(output, "state", approval.AnsweredBy is { } by ? $"{approval.State} by {by}{(approval.AnswerReason is { } reason ? $": {reason}" : "")}" : approval.State);
        Line(output, "tool", approval.Tool);
        Line(output, "risk", approval.Risk);
        Line(output, "asked by", approval.Principal);
        Line(output, "why", $"{approval.Why} [rule {approval.Rule}]");
        Line(output, "until", approval.ExpiresAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        Line(output, "arguments", approval.Withheld == true ? "but for the secret, which a yes gives to the tool as it came" : "");
        foreach (var line in ExactArguments.Lines(approval.Arguments))
        {
            output.WriteLine("  " + line);
        }

        if (approval.Preview is { } preview)
        {
            PreviewText.Write(output, preview);
        }

        if (approval.Quorum is { } quorum)
        {
            Line(output, "people", $"{approval.Endorsed?.Count ?? 0} of {quorum} have said yes{(approval.Endorsed is { Count: > 0 } who ? ": " + string.Join(", ", who) : "")}");
        }

        if (approval.Edited is { } edited)
        {
            Line(output, "runs with", "");
            foreach (var line in ExactArguments.Lines(edited))
            {
                output.WriteLine("  " + line);
            }
        }
    }

    private static void Line(TextWriter output, string name, string value) => output.WriteLine(VisibleText.Line($"{name,-10} {value}").TrimEnd());
}
