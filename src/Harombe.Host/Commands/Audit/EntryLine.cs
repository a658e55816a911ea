using System.Globalization;
using System.Text.Json;
using Harombe.Core.Display;
using Harombe.Host.Commands.Connection;

namespace Harombe.Host.Commands.Audit;

/// <summary>
/// One entry on one line: number, time, kind, the tool, and then every member, so that a new kind needs no change here. Hashes and ids that only a
/// program compares are left out; <c>--json</c> has them.
/// </summary>
internal static class EntryLine
{
    private const int LongestValue = 80;
    private static readonly HashSet<string> Unseen =
        new(StringComparer.Ordinal) { "v", "seq", "time", "kind", "tool", "argumentsHash", "definition", "binding", "session", "label", "face", "result", "kinds" };

    public static string Of(RecordedEntry entry)
    {
        var number = entry.Sequence.ToString(CultureInfo.InvariantCulture);
        if (entry.Entry is not { ValueKind: JsonValueKind.Object } form)
        {
            return $"{number,6}  DAMAGED: the bytes are missing or no JSON; run 'harombe audit verify'";
        }

        var rest = form.EnumerateObject()
            .Where(member => !Unseen.Contains(member.Name))
            .Select(member => $"{member.Name}={Value(member.Value)}");
        return VisibleText.Line($"{number,6}  {Text(form, "time")}  {Text(form, "kind"),-17}  {Tool(form),-13}  {string.Join("  ", rest)}").TrimEnd();
    }

    private static string Text(JsonElement form, string name) =>
        form.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "?"; // not null: it is a string

    private static string Tool(JsonElement form) => form.TryGetProperty("tool", out _) ? Text(form, "tool") : "";

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => VisibleText.Line(value.GetString()!, LongestValue), // not null: it is a string
        // A decision or a reason: what came out, and by which rule.
        JsonValueKind.Object when value.TryGetProperty("rule", out _) => value.TryGetProperty("verdict", out _) ? $"{Text(value, "verdict")} ({Text(value, "rule")})" : Text(value, "rule"),
        _ => VisibleText.Line(value.GetRawText(), LongestValue),
    };
}
