using System.Text.Json.Nodes;

namespace Harombe.Host.Commands.Mcp;

/// <summary>
/// What a file by somebody else would have sent out of our store: it may call its server github, name github's token, and give an address of its own. The host
/// connects before anybody has looked at the server, so the one who imports the file must say yes before.
/// </summary>
internal static class SentSecrets
{
    private const string Scheme = "secret://";

    /// <summary>The stored secrets that an entry names and that would leave the host, or reach a process that it starts; null when there is none.</summary>
    /// <param name="entry">The entry as it would be added.</param>
    /// <param name="stored">What the store holds.</param>
    public static string? Of(JsonObject entry, IReadOnlyCollection<string> stored)
    {
        var isProcess = entry["command"] is not null;
        if (isProcess && (bool?)entry["reveal"] != true)
        {
            // A placeholder, which opens nothing.
            return null;
        }

        var named = Texts(entry[isProcess ? "env" : "headers"]).Concat(Texts(entry["bearer"])).Select(Name).Where(name => name.Length > 0 && stored.Contains(name)).Distinct().Order(StringComparer.Ordinal).ToArray();
        return named.Length == 0 ? null : $"{string.Join(", ", named)} {(isProcess ? $"into the environment of '{(string?)entry["command"]}'" : $"to {(string?)entry["url"]}")}";
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static string Name(string text) => text.IndexOf(Scheme, StringComparison.Ordinal) is >= 0 and var at ? text[(at + Scheme.Length)..].Trim() : "";
}
