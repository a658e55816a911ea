using System.CommandLine;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Approvals;

/// <summary><c>harombe approvals approve</c> and <c>deny</c>: one question, or several together, each answered by itself.</summary>
internal sealed class ApprovalAnswerCommand : Command
{
    private readonly Argument<string[]> ids = new("id") { Description = "The question, apr_…; or several.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> reason = new("--reason") { Description = "Why; recorded, and told to the agent when it is a no.", HelpName = "text" };
    private readonly ReachOptions? reach;

    public ApprovalAnswerCommand(Surroundings here, string answer, string description)
        : base(answer, description)
    {
        Add(ids);
        Add(reason);
        reach = answer == "approve" ? new ReachOptions(this) : null;
        SetAction((parsed, cancellationToken) => RunAsync(here.Begin(parsed), cancellationToken));
    }

    private async Task<int> RunAsync(Invocation run, CancellationToken cancellationToken)
    {
        var asked = run.Parsed.GetRequiredValue(ids);
        if ((reach?.Read(run, asked.Length) ?? new GivenAnswer(Name, null)).Failed(out var stop, out var answer) || run.Connect().Failed(out stop, out var host))
        {
            return run.Fail(stop);
        }

        using (host)
        {
            answer = answer with { Reason = run.Parsed.GetValue(reason) };
            return asked is [var one]
                ? await OneAsync(run, host, one, answer, cancellationToken).ConfigureAwait(false)
                : await TogetherAsync(run, host, asked, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<int> OneAsync(Invocation run, HostClient host, string id, GivenAnswer answer, CancellationToken cancellationToken)
    {
        var path = $"/approvals/{Uri.EscapeDataString(id)}";
        if (answer.Grant is { Pattern: not null, Confirm: null } reach)
        {
            return await ShownPattern.ShowAsync(run, host, path, reach, cancellationToken).ConfigureAwait(false);
        }

        var answered = await host.SendAsync(HttpMethod.Post, path, answer, HostForms.Default.GivenAnswer, cancellationToken).ConfigureAwait(false);
        if (answered.As(HostForms.Default.AskedApproval, host).Failed(out var stop, out var approval))
        {
            return run.Fail(stop);
        }

        if (run.Json)
        {
            run.WriteJson(approval, HostForms.Default.AskedApproval);
        }

        run.Say($"{approval.State}: {approval.Tool} of {approval.Principal}"
            + (approval is { State: "waiting", Quorum: { } quorum } ? $"; {approval.Endorsed?.Count ?? 0} of {quorum} people have said yes" : ""));
        if (approval.Grant is { } grant)
        {
            run.Say($"and {grant.Id} stands until {Clock.Of(grant.ExpiresAt)}; take it back with: harombe approvals revoke {grant.Id}");
        }

        return ExitCode.Done;
    }

    private async Task<int> TogetherAsync(Invocation run, HostClient host, string[] asked, CancellationToken cancellationToken)
    {
        var answer = await host.SendAsync(
            HttpMethod.Post, "/approvals", new GivenAnswers(asked, Name, run.Parsed.GetValue(reason)), HostForms.Default.GivenAnswers, cancellationToken).ConfigureAwait(false);
        if (answer.As(HostForms.Default.AnsweredTogether, host).Failed(out var stop, out var answered))
        {
            return run.Fail(stop);
        }

        if (run.Json)
        {
            run.WriteJson(answered, HostForms.Default.AnsweredTogether);
        }
        else
        {
            foreach (var one in answered.Answers)
            {
                run.Terminal.Output.WriteLine(VisibleText.Line($"{one.Id} {one.State}{(one.Rule is null ? "" : $": {one.Message} [rule {one.Rule}]")}"));
            }
        }

        return answered.Answers.Any(one => one.Rule is not null) ? ExitCode.Failed : ExitCode.Done;
    }
}
