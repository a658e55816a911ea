using System.CommandLine;

namespace Harombe.Host.Commands.Tokens;

/// <summary><c>harombe token</c>: who may use the host.</summary>
internal sealed class TokenCommand : Command
{
    public TokenCommand(Surroundings here)
        : base("token", "Give clients access to the host, and take it back.")
    {
        Add(new TokenAddCommand(here));
        Add(new TokenListCommand(here));
        Add(new TokenRevokeCommand(here));
        Add(new TokenLinkCommand(here));
    }
}
