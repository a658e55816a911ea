using System.Collections.Immutable;
using System.Text.Json;
using Harombe.Core.Schemas;

namespace Harombe.Core.Secrets;

/// <summary>Finds the places of secrets in arguments by laying them beside what redaction left of them.</summary>
internal sealed class FoundPlaces
{
    private const string ByName = "a value that its name makes a secret";
    private const int Most = 64;
    private const int LongestName = 64;

    private readonly ISecretScanner scanner;
    private readonly ImmutableArray<FoundPlace>.Builder places = ImmutableArray.CreateBuilder<FoundPlace>();

    private FoundPlaces(ISecretScanner scanner) => this.scanner = scanner;

    /// <summary>At least one: what is only found in the whole stands at the whole. At most 64, in the order of the arguments.</summary>
    public static ImmutableArray<FoundPlace> Of(ISecretScanner scanner, JsonElement arguments, JsonElement shown, IEnumerable<string> kinds)
    {
        var search = new FoundPlaces(scanner);
        search.Search(arguments, shown, "");
        return search.places.Count > 0 ? search.places.ToImmutable() : [new FoundPlace("", string.Join(", ", kinds))];
    }

    private void Search(JsonElement value, JsonElement shown, string at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when shown.ValueKind == JsonValueKind.Object:
                foreach (var (member, left) in value.EnumerateObject().Zip(shown.EnumerateObject()))
                {
                    // By the name that was left: the pointer is for everybody.
                    var place = JsonPointer.Append(at, left.Name.Length <= LongestName ? left.Name : left.Name[..LongestName] + "…");
                    Compare(member.Name, left.Name, place);
                    Search(member.Value, left.Value, place);
                }

                break;
            case JsonValueKind.Array when shown.ValueKind == JsonValueKind.Array:
                foreach (var (index, (item, left)) in value.EnumerateArray().Zip(shown.EnumerateArray()).Index())
                {
                    Search(item, left, JsonPointer.Append(at, index));
                }

                break;
            case JsonValueKind.String or JsonValueKind.Number:
                Compare(Text(value), Text(shown), at);
                break;
        }
    }

    private void Compare(string text, string shown, string at)
    {
        if (string.Equals(text, shown, StringComparison.Ordinal) || places.Count >= Most)
        {
            return;
        }

        var kinds = scanner.Scan(text).Select(finding => finding.Placeholder?.Display ?? finding.Kind).Distinct(StringComparer.Ordinal).ToList();
        places.Add(new FoundPlace(at, kinds.Count == 0 ? ByName : string.Join(", ", kinds)));
    }

    // GetString is null only for a JSON null.
    private static string Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
}
