using System.Globalization;
using System.Text.Json;
using Harombe.Host.Commands.Connection;
using Harombe.Host.Commands.Terminals;

namespace Harombe.Host.Commands.Audit;

/// <summary>One entry on one line: number, time, kind, and then every plain member, so that a new kind needs no change here.</summary>
internal static class EntryLine
{
    private const int LongestValue = 80;
    private static readonly HashSet<string> Leading = new(StringComparer.Ordinal) { "v", "seq", "time", "kind" };

    public static string Of(RecordedEntry entry)
    {
        var number = entry.Sequence.ToString(CultureInfo.InvariantCulture);
        if (entry.Entry is not { ValueKind: JsonValueKind.Object } form)
        {
            return $"{number,6}  DAMAGED: the bytes are missing or no JSON; run 'harombe audit verify'";
        }

        var rest = form.EnumerateObject()
            .Where(member => !Leading.Contains(member.Name))
            .Select(member => $"{member.Name}={Value(member.Value)}");
        return VisibleText.Line($"{number,6}  {Text(form, "time")}  {Text(form, "kind"),-18} {string.Join("  ", rest)}").TrimEnd();
    }

    private static string Text(JsonElement form, string name) =>
        form.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "?"; // not null: it is a string

    private static string Value(JsonElement value) => VisibleText.Line(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), LongestValue); // not null: it is a string
}
