using System.CommandLine;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy</c>: what may run, who is asked, and why.</summary>
internal sealed class PolicyCommand : Command
{
    public PolicyCommand(Surroundings here)
        : base("policy", "Check, explain and test the rules, offline; replay and suggest by the record.")
    {
        Add(new PolicyCheckCommand(here));
        Add(new PolicyExplainCommand(here));
        Add(new PolicyTestCommand(here));
        Add(new PolicyReplayCommand(here));
        Add(new PolicySuggestCommand(here));
    }
}
