using System.CommandLine;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp</c>: for MCP clients.</summary>
internal sealed class McpCommand : Command
{
    public McpCommand(Surroundings here)
        : base("mcp", "Serve MCP clients.") =>
        Add(new McpStdioCommand(here));
}
