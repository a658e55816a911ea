using System.CommandLine;

namespace Harombe.Host.Commands.Mcp;

/// <summary><c>harombe mcp</c>: for MCP clients, and the servers behind this one.</summary>
internal sealed class McpCommand : Command
{
    public McpCommand(Surroundings here)
        : base("mcp", "Serve MCP clients, and care for the upstream servers behind this one.")
    {
        Add(new McpStdioCommand(here));
        Add(new McpInstallCommand(here));
        Add(new McpListCommand(here));
        Add(new McpAddCommand(here));
        Add(new McpImportCommand(here));
        Add(new McpTestCommand(here));
        Add(new McpDiffCommand(here));
        Add(new McpAcceptCommand(here));
        Add(new McpRemoveCommand(here));
    }
}
