using System.Text;
using System.Text.Json;
using Harombe.Core.Calls;

namespace Harombe.Core.Secrets;

/// <summary>Takes secrets out of a call's arguments, for the record, and says what kinds there were, for the refusal.</summary>
internal static class ArgumentRedaction
{
    /// <summary>The canonical text of the arguments without secrets; <paramref name="kinds"/> is empty exactly when there were none.</summary>
    public static Redacted<string> RedactJson(this ISecretScanner scanner, ToolArguments arguments, out IReadOnlyCollection<string> kinds)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var clean = scanner.RedactJson(arguments.Value);
        if (clean.Value != Encoding.UTF8.GetString(arguments.Canonical.Span))
        {
            Search(scanner, arguments.Value, found);
            if (found.Count == 0)
            {
                found.Add("a value that its name makes a secret");
            }
        }

        kinds = found;
        return clean;
    }

    private static void Search(ISecretScanner scanner, JsonElement value, SortedSet<string> kinds)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(scanner.Scan(member.Name), kinds);
                    Search(scanner, member.Value, kinds);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Search(scanner, item, kinds);
                }

                break;
            case JsonValueKind.String:
                Add(scanner.Scan(value.GetString()), kinds);
                break;
        }
    }

    private static void Add(IReadOnlyList<Finding> findings, SortedSet<string> kinds)
    {
        foreach (var finding in findings)
        {
            kinds.Add(finding.Placeholder?.Display ?? finding.Kind);
        }
    }
}
