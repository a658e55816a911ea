using System.Text.Json;
using Harombe.Policy.Provenance.Text;
using Harombe.Policy.Provenance.Tools;

namespace Harombe.Policy.Provenance.Flow;

/// <summary>One value among the arguments.</summary>
/// <param name="Path">Where it stands, for people: <c>recipients[0]</c>.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Value">The value as text.</param>
internal sealed record Leaf(string Path, ParameterRole Role, string Value)
{
    private const int MaxLeaves = 10_000;

    /// <summary>Every scalar of the arguments but nulls, booleans and empty texts.</summary>
    public static IReadOnlyList<Leaf> Of(ToolProfile tool, JsonElement arguments)
    {
        var leaves = new List<Leaf>();
        if (arguments.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in arguments.EnumerateObject())
            {
                Collect(property.Name, tool.RoleOf(property.Name), property.Value, leaves);
            }
        }

        return leaves;
    }

    private static void Collect(string path, ParameterRole role, JsonElement value, List<Leaf> leaves)
    {
        if (leaves.Count >= MaxLeaves)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    // Inside of an object that says nothing of its own parts, a part is what it is called.
                    var inner = RoleWords.Of(property.Name, default);
                    Collect($"{path}.{property.Name}", inner == ParameterRole.Content ? role : inner, property.Value, leaves);
                }

                break;
            case JsonValueKind.Array:
                var at = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Collect($"{path}[{at++}]", role, item, leaves);
                }

                break;
            case JsonValueKind.String when value.GetString() is { Length: > 0 } text:
                leaves.Add(new Leaf(path, role == ParameterRole.Content && Dates.IsMoment(text) ? ParameterRole.Time : role, text));
                break;
            case JsonValueKind.Number:
                leaves.Add(new Leaf(path, role, value.GetRawText()));
                break;
        }
    }
}
