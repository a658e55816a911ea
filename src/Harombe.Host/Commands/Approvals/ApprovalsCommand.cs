using System.CommandLine;

namespace Harombe.Host.Commands.Approvals;

/// <summary><c>harombe approvals</c>: the questions that tool calls put to people.</summary>
internal sealed class ApprovalsCommand : Command
{
    public ApprovalsCommand(Surroundings here)
        : base("approvals", "See and answer the questions that tool calls put to people.")
    {
        Add(new ApprovalListCommand(here));
        Add(new ApprovalShowCommand(here));
        Add(new ApprovalAnswerCommand(here, "approve", "Let the call run, once and exactly as shown; or more, if you say so."));
        Add(new ApprovalAnswerCommand(here, "deny", "Refuse the call."));
        Add(new GrantListCommand(here));
        Add(new GrantRevokeCommand(here));
    }
}
