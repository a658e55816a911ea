using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Secrets;
using Harombe.Gateway.Upstreams.Entries;

namespace Harombe.Gateway.Upstreams.Questions;

/// <summary>
/// Leads a server's log lines to the client whose call it is at, if that client wants them: without secrets, bounded, and under the server's name. Lines that
/// could be of several clients' calls are nobody's.
/// </summary>
internal sealed class ServerLogs(ISecretScanner scanner)
{
    /// <summary>The message that a line comes in, and goes on in.</summary>
    public const string Line = "notifications/message";

    private const int Longest = 16 * 1024;
    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    public void Pass(UpstreamEntry entry, CallsInside inside, JsonNode? parameters)
    {
        if (inside.Only().Client is not { } client || parameters is not JsonObject line || Text(line, "level") is not { } level || Rank(level) < Rank(client.LogLevel))
        {
            return;
        }

        try
        {
            var form = new JsonObject { ["level"] = level, ["logger"] = Text(line, "logger") is { Length: > 0 } logger ? $"{entry.Name}/{logger}" : entry.Name, ["data"] = line["data"]?.DeepClone() };
            var clean = scanner.RedactJson(JsonElement.Parse(form.ToJsonString())).Value;
            if (clean.Length <= Longest && JsonNode.Parse(clean) is JsonObject told)
            {
                client.Tell(Line, told);
            }
        }
        catch (Exception)
        {
            // A line is a courtesy: one that can't be scanned is not passed on.
        }
    }

    /// <summary>The place of a level among all; that of no level is above every line.</summary>
    public static int Rank(string? level) => Array.IndexOf(Levels, level) is >= 0 and var rank ? rank : level is null ? int.MaxValue : -1;

    private static string? Text(JsonObject form, string member) => form[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
