using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Harombe.Core.Schemas.Evaluation;

namespace Harombe.Core.Schemas.Keywords;

/// <summary>
/// Property names to subschemas, found by the raw bytes of a name without making a string. A sorted table and not a hash:
/// no choice of names can make it slow.
/// </summary>
internal sealed class NameTable
{
    private readonly byte[][] _names;
    private readonly SchemaNode[] _schemas;

    public NameTable(IReadOnlyCollection<(string Name, SchemaNode Schema)> entries)
    {
        var sorted = entries.Select(entry => (Name: Encoding.UTF8.GetBytes(entry.Name), entry.Schema)).ToList();
        sorted.Sort((left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        _names = [.. sorted.Select(entry => entry.Name)];
        _schemas = [.. sorted.Select(entry => entry.Schema)];
    }

    public SchemaNode? Find(JsonProperty property)
    {
        if (_names.Length == 0)
            return null;
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        // An escaped name is rare and may spell a known one.
        return raw.Contains((byte)'\\') ? Find(Encoding.UTF8.GetBytes(property.Name)) : Find(raw);
    }

    private SchemaNode? Find(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, _names.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = name.SequenceCompareTo(_names[middle]);
            if (order == 0)
                return _schemas[middle];
            if (order < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return null;
    }
}
