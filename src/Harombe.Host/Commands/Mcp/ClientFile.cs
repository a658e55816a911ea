using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harombe.Host.Commands.Mcp;

/// <summary>Puts this host into the file in which a client keeps its servers. Everything else in the file stays. No token is written: the bridge has its own.</summary>
internal static class ClientFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The clients that are known.</summary>
    public static IReadOnlyList<string> Clients { get; } = ["vscode", "claude", "cursor", "codex"];

    /// <summary>Where a client looks: in the project's folder, or for Codex in its own.</summary>
    public static string PathOf(string client, string folder, string home) => client switch
    {
        "vscode" => Path.Combine(folder, ".vscode", "mcp.json"),
        "claude" => Path.Combine(folder, ".mcp.json"),
        "cursor" => Path.Combine(folder, ".cursor", "mcp.json"),
        "codex" => Path.Combine(home, ".codex", "config.toml"),
        _ => throw new ArgumentOutOfRangeException(nameof(client)),
    };

    /// <summary>The file as it will be.</summary>
    /// <param name="client">Whose.</param>
    /// <param name="before">The file as it is; null when there is none.</param>
    /// <param name="command">What starts the bridge: the program and its arguments.</param>
    public static Answer<string> With(string client, string? before, IReadOnlyList<string> command) => client == "codex" ? Toml(before ?? "", command) : Json(client, before, command);

    private static Answer<string> Json(string client, string? before, IReadOnlyList<string> command)
    {
        JsonObject? root;
        try
        {
            root = string.IsNullOrWhiteSpace(before) ? [] : JsonNode.Parse(before, documentOptions: Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            root = null;
        }

        var section = client == "vscode" ? "servers" : "mcpServers";
        if (root is null || (root[section] is { } there && there is not JsonObject))
        {
            return new Stop(ExitCode.Failed, "mcp.install", "the client's file is not JSON of the form that it should have", "Mend it, or use --print and paste the lines by hand.");
        }

        var servers = root[section] as JsonObject ?? [];
        var entry = new JsonObject { ["command"] = command[0], ["args"] = new JsonArray([.. command.Skip(1).Select(word => (JsonNode)word)]) };
        if (client == "vscode")
        {
            entry["type"] = "stdio";
        }

        servers["harombe"] = entry;
        root[section] ??= servers;
        return root.ToJsonString(Readable) + "\n";
    }

    // Appended, and nothing else touched: a table may stand anywhere in TOML.
    private static Answer<string> Toml(string before, IReadOnlyList<string> command)
    {
        if (before.Split('\n').Any(line => line.Trim().Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal) == "[mcp_servers.harombe]"))
        {
            return new Stop(ExitCode.Failed, "mcp.install", "the client's file has a server 'harombe' already", "Remove it there first, or change it by hand: --print shows the lines.");
        }

        // The strings of TOML's basic form are those of JSON.
        var text = new StringBuilder(before);
        text.Append(before.Length == 0 || before.EndsWith('\n') ? "" : "\n");
        text.Append("\n[mcp_servers.harombe]\n");
        text.Append("command = ").Append(JsonSerializer.Serialize(command[0], Readable)).Append('\n');
        text.Append("args = [").AppendJoin(", ", command.Skip(1).Select(word => JsonSerializer.Serialize(word, Readable))).Append("]\n");
        return text.ToString().TrimStart('\n');
    }
}
