using System.Text.Json;

namespace Harombe.Core.Schemas.Numbers;

/// <summary>
/// Equality of JSON values as the specification defines it: numbers by value, objects without order. Recursion is bounded because
/// <see cref="JsonText"/> has bounded the nesting of whatever gets here.
/// </summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    private JsonEquality()
    {
    }

    public static JsonEquality Comparer { get; } = new();

    public bool Equals(JsonElement x, JsonElement y)
    {
        if (x.ValueKind != y.ValueKind)
            return false;
        return x.ValueKind switch
        {
            JsonValueKind.String => x.ValueEquals(y.GetString()),
            JsonValueKind.Number => NumbersEqual(x, y),
            JsonValueKind.Array => ArraysEqual(x, y),
            // Both directions, so that a repeated name on one side can't stand in for a missing one.
            JsonValueKind.Object => x.GetPropertyCount() == y.GetPropertyCount() && Covers(x, y) && Covers(y, x),
            _ => true,
        };
    }

    public int GetHashCode(JsonElement obj)
    {
        var hash = new HashCode();
        hash.Add(obj.ValueKind);
        switch (obj.ValueKind)
        {
            case JsonValueKind.String:
                hash.Add(obj.GetString());
                break;
            case JsonValueKind.Number:
                hash.Add(ExactNumber.Read(obj));
                break;
            case JsonValueKind.Array:
                foreach (var item in obj.EnumerateArray())
                    hash.Add(GetHashCode(item));
                break;
            case JsonValueKind.Object:
                var unordered = 0;
                foreach (var property in obj.EnumerateObject())
                    unordered ^= HashCode.Combine(property.Name, GetHashCode(property.Value));
                hash.Add(unordered);
                break;
        }

        return hash.ToHashCode();
    }

    private static bool NumbersEqual(JsonElement x, JsonElement y)
    {
        if (x.TryGetInt64(out var left) && y.TryGetInt64(out var right))
            return left == right;
        return ExactNumber.Read(x).Equals(ExactNumber.Read(y));
    }

    private bool ArraysEqual(JsonElement x, JsonElement y)
    {
        if (x.GetArrayLength() != y.GetArrayLength())
            return false;
        var others = y.EnumerateArray();
        foreach (var item in x.EnumerateArray())
        {
            if (!others.MoveNext() || !Equals(item, others.Current))
                return false;
        }

        return true;
    }

    private bool Covers(JsonElement container, JsonElement contained)
    {
        var byName = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in container.EnumerateObject())
            byName[property.Name] = property.Value;
        foreach (var property in contained.EnumerateObject())
        {
            if (!byName.TryGetValue(property.Name, out var other) || !Equals(property.Value, other))
                return false;
        }

        return true;
    }
}
