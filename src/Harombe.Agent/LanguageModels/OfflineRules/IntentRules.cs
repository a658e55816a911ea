using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Harombe.Agent.LanguageModels.OfflineRules;

/// <summary>
/// The sentences that <c>offline-rules</c> understands, in order; the first that fits decides. Deterministic and linear in the length of the sentence.
/// </summary>
internal static class IntentRules
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline;

    private static readonly (Regex Pattern, Func<Match, Intent> Read)[] Rules =
    [
        Rule(@"^call\s+(?<tool>[a-z][a-z0-9_.-]*)\s*(?<json>\{.*\})?$", match => new Intent.Call(match.Groups["tool"].Value, Object(match.Groups["json"].Value))),
        Rule(@"^(list|show)\s+(me\s+)?(my|your|the|all)?\s*tools\??$|^(help|what can you do)\??$", _ => new Intent.ListTools()),
        Rule(@"^(what\s+time\s+is\s+it|what('s|\s+is)\s+the\s+time)(\s+in\s+(?<zone>[a-z_/+-]+))?\??$", match => Tool("clock_now", ("zone", match.Groups["zone"].Value))),
        Rule(@"^write\s+(?<path>\S+?)(:\s+|\s+(with|saying|containing)\s+|\s+)(?<text>.+)$", match => Tool("files_write", ("path", match.Groups["path"].Value), ("content", match.Groups["text"].Value))),
        Rule(@"^append\s+(to\s+)?(?<path>\S+?)(:\s+|\s+(with|saying)\s+|\s+)(?<text>.+)$", match => Tool("files_append", ("path", match.Groups["path"].Value), ("content", match.Groups["text"].Value))),
        Rule(@"^(list|show)\s+(my\s+|the\s+)?files(\s+in\s+(?<path>\S+))?\??$", match => Tool("files_list", ("folder", match.Groups["path"].Value))),
        Rule(@"^(read|show|open|cat)\s+(?<path>\S+)$", match => Tool("files_read", ("path", match.Groups["path"].Value))),
        Rule(@"^(search|find)\s+(for\s+)?(?<text>.+?)(\s+in\s+(?<path>\S+))?$", match => Tool("files_search", ("text", match.Groups["text"].Value), ("folder", match.Groups["path"].Value))),
        Rule(@"^(move|rename)\s+(?<from>\S+)\s+to\s+(?<to>\S+)$", match => Tool("files_move", ("from", match.Groups["from"].Value), ("to", match.Groups["to"].Value))),
        Rule(@"^(delete|remove)\s+(?<path>\S+)$", match => Tool("files_delete", ("path", match.Groups["path"].Value))),
    ];

    /// <summary>What the sentence asks for.</summary>
    public static Intent Read(string sentence)
    {
        var text = sentence.Trim();
        foreach (var (pattern, read) in Rules)
        {
            if (pattern.Match(text) is { Success: true } match)
            {
                return read(match);
            }
        }

        return new Intent.None();
    }

    private static (Regex Pattern, Func<Match, Intent> Read) Rule(string pattern, Func<Match, Intent> read) => (new Regex(pattern, Options), read);

    private static Intent.Call Tool(string tool, params (string Name, string Value)[] arguments)
    {
        var json = new JsonObject();
        foreach (var (name, value) in arguments.Where(argument => argument.Value.Length > 0))
        {
            json[name] = value;
        }

        return new Intent.Call(tool, json);
    }

    private static JsonObject? Object(string json)
    {
        try
        {
            return json.Length == 0 ? [] : JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
