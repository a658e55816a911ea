using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Harombe.Core.Calls;

namespace Harombe.Core.Secrets;

/// <summary>Takes secrets out of JSON: from every string and every member name, as they read when decoded, so that escapes hide nothing.</summary>
public static class JsonRedaction
{
    /// <summary>The canonical text of the arguments without secrets, and the kinds of secrets that were found.</summary>
    internal static Redacted<string> RedactJson(this ISecretScanner scanner, ToolArguments arguments, out IReadOnlyCollection<string> kinds)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var text = Encoding.UTF8.GetString(arguments.Canonical.Span);
        if (!Search(scanner, arguments.Value, found))
        {
            kinds = found;
            return new Redacted<string>(text);
        }

        kinds = found;
        return new Redacted<string>(Encoding.UTF8.GetString(CanonicalJson.Write(Clean(scanner, arguments.Value)!))); // not null: the root is an object
    }

    /// <summary>The JSON text of the value without secrets.</summary>
    public static Redacted<string> RedactJson(this ISecretScanner scanner, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(scanner);
        return new Redacted<string>(Search(scanner, value, null) ? Clean(scanner, value)?.ToJsonString() ?? "null" : value.GetRawText());
    }

    private static bool Search(ISecretScanner scanner, JsonElement value, SortedSet<string>? kinds)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var inside = false;
                foreach (var member in value.EnumerateObject())
                {
                    inside |= Search(scanner, member.Name, kinds) | Search(scanner, member.Value, kinds);
                }

                return inside;
            case JsonValueKind.Array:
                var within = false;
                foreach (var item in value.EnumerateArray())
                {
                    within |= Search(scanner, item, kinds);
                }

                return within;
            case JsonValueKind.String:
                return Search(scanner, value.GetString()!, kinds); // not null: ValueKind is String
            default:
                return false;
        }
    }

    private static bool Search(ISecretScanner scanner, string text, SortedSet<string>? kinds)
    {
        var findings = scanner.Scan(text);
        foreach (var finding in findings)
        {
            kinds?.Add(finding.Placeholder?.Display ?? finding.Kind);
        }

        return findings.Count > 0;
    }

    private static JsonNode? Clean(ISecretScanner scanner, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Clean(scanner, value.EnumerateObject()),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(item => Clean(scanner, item))]),
        JsonValueKind.String => JsonValue.Create(scanner.Redact(value.GetString()!).Value), // not null: ValueKind is String
        _ => JsonNode.Parse(value.GetRawText()),
    };

    // Two names may become the same when their secrets are taken out; the later value stays, since neither is of use any more.
    private static JsonObject Clean(ISecretScanner scanner, JsonElement.ObjectEnumerator members)
    {
        var clean = new JsonObject();
        foreach (var member in members)
        {
            clean[scanner.Redact(member.Name).Value] = Clean(scanner, member.Value);
        }

        return clean;
    }
}
