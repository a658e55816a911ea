using System.CommandLine;

namespace Harombe.Host.Commands.Policy;

/// <summary><c>harombe policy</c>: what may run, who is asked, and why.</summary>
internal sealed class PolicyCommand : Command
{
    public PolicyCommand(Surroundings here)
        : base("policy", "Check, explain and test the rules, offline.")
    {
        Add(new PolicyCheckCommand(here));
        Add(new PolicyExplainCommand(here));
        Add(new PolicyTestCommand(here));
    }
}
