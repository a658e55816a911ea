namespace Harombe.Host.Commands.Tokens;

/// <summary>What to tell an MCP client, ready to paste.</summary>
internal static class ClientSetUp
{
    public static string Text(string url, string token) => $$$$$"""

        Claude Code:
          claude mcp add --transport http harombe {{{{{url}}}}}/mcp --header "Authorization: Bearer {{{{{token}}}}}"
        VS Code, .vscode/mcp.json (asks for the token once and keeps it in its own store):
          {"inputs":[{"type":"promptString","id":"harombe","description":"Harombe token","password":true}],
           "servers":{"harombe":{"type":"http","url":"{{{{{url}}}}}/mcp","headers":{"Authorization":"Bearer ${input:harombe}"}}}}
        A client that only speaks stdio, with a token of its own:
          harombe mcp stdio
        """;
}
