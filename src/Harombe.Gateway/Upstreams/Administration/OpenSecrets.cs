using System.Text.Json;
using Harombe.Core.Secrets;

namespace Harombe.Gateway.Upstreams.Administration;

/// <summary>
/// Finds secrets that stand in an entry in the open. An entry that is added is kept as it came, in a database that is copied and backed up, is shown to whoever may list the upstreams, and
/// what a program is started with is read in the process list by every user of the machine.
/// </summary>
internal static class OpenSecrets
{
    /// <summary>What to do about one.</summary>
    public const string Remedy =
        "Run harombe secrets set <name>, and write secret://<name> into env, headers or bearer; a program that is to have the value itself needs reveal: true (--reveal).";

    /// <summary>Where the first one stands, to be read after the entry's name; null when there is none. Repeats no value.</summary>
    public static string? Find(JsonElement entry, ISecretScanner scanner)
    {
        foreach (var (place, text) in Texts(entry, "").Append(("args", CommandLine(entry))))
        {
            // The name beside a value is what makes a secret of many: PASSWORD=….
            var named = place[(place.LastIndexOf('.') + 1)..] + "=";
            if ((First(text) ?? (IsReference(text) ? null : First(named + text))) is { } kind)
            {
                return $"{place} holds a secret in the open ({kind})";
            }
        }

        return null;

        // One that only holds a reference somewhere may hold a secret beside it.
        static bool IsReference(string text) => text.StartsWith("secret://", StringComparison.Ordinal) || text.StartsWith("Bearer secret://", StringComparison.Ordinal);

        string? First(string text) => scanner.Scan(text) is [var found, ..] ? found.Kind : null;
    }

    // Which option is a password depends on the program.
    private static string CommandLine(JsonElement entry) =>
        entry.TryGetProperty("command", out var program) && entry.TryGetProperty("args", out var words) && words.ValueKind == JsonValueKind.Array ? $"{program} {Line(words)}" : "";

    // An option and its value are two words of a list, and one line to everybody who reads them.
    private static string Line(JsonElement words) => string.Join(' ', words.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()));

    // An entry was read before this, so it is no deeper than its form allows.
    private static IEnumerable<(string Place, string Text)> Texts(JsonElement value, string place) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Texts(member.Value, place.Length == 0 ? member.Name : $"{place}.{member.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((element, at) => Texts(element, $"{place}[{at}]")).Append((place, Line(value))),
        JsonValueKind.String => [(place, value.GetString() ?? "")],
        _ => [],
    };
}
