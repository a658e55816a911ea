using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harombe.Core.Calls;

/// <summary>
/// Canonical form of a tree that we built ourselves, such as an audit entry. Written straight from the tree: serialising and parsing it first
/// was half of what an entry cost.
/// </summary>
internal static class CanonicalNode
{
    public static void Write(JsonNode? value, ArrayBufferWriter<byte> to, int depth)
    {
        if (depth >= CanonicalJson.MaxDepth && value is (JsonObject or JsonArray))
        {
            throw new CanonicalJsonException($"The value is nested deeper than {CanonicalJson.MaxDepth} levels.");
        }

        switch (value)
        {
            case null:
                to.Write("null"u8);
                break;
            case JsonObject tree:
                var members = new List<(string Name, JsonNode? Value)>(tree.Count);
                foreach (var (name, member) in tree)
                {
                    members.Add((WellFormed(name), member));
                }

                CanonicalJson.WriteMembers(members, to, Write, depth);
                break;
            case JsonArray array:
                WriteArray(array, to, depth);
                break;
            case JsonValue leaf when leaf.TryGetValue<string>(out var text):
                CanonicalString.Write(WellFormed(text), to);
                break;
            default:
                // Numbers and truth values: rare and short, and the rules for numbers stand in one place.
                using (var document = JsonDocument.Parse(value.ToJsonString()))
                {
                    CanonicalJson.Write(document.RootElement, to, depth);
                }

                break;
        }
    }

    private static void WriteArray(JsonArray array, ArrayBufferWriter<byte> to, int depth)
    {
        to.Write("["u8);
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
            {
                to.Write(","u8);
            }

            Write(array[i], to, depth + 1);
        }

        to.Write("]"u8);
    }

    // What we write ourselves may quote a text of somebody else's: half a surrogate pair in it must not keep the entry out of the record.
    internal static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }
        }

        return text;
    }
}
