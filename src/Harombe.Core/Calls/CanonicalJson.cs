using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harombe.Core.Calls;

/// <summary>
/// The one byte form of a JSON value (RFC 8785, JCS): members sorted by UTF-16 code units, shortest numbers, no layout.
/// What is hashed, approved, recorded and handed to the tool is read back from these bytes, so all of them see the same value.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Deeper values are refused; a legitimate call needs a fraction of it.</summary>
    public const int MaxDepth = 64;

    /// <summary>The canonical bytes of a value.</summary>
    /// <exception cref="CanonicalJsonException">The value has no canonical form: a member twice, a lone surrogate, an integer
    /// beyond what a double holds exactly, or nesting deeper than <see cref="MaxDepth"/>.</exception>
    public static byte[] Write(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        Write(value, buffer, 0);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="Write(JsonElement)"/>
    public static byte[] Write(JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var buffer = new ArrayBufferWriter<byte>(1024);
        CanonicalNode.Write(value, buffer, 0);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes members in their order; sorts the list.</summary>
    internal static void WriteMembers<T>(List<(string Name, T Value)> members, ArrayBufferWriter<byte> to, Action<T, ArrayBufferWriter<byte>, int> write, int depth)
    {
        members.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        to.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
            {
                // A second member of the same name would let the checker read one value and the tool another.
                if (members[i].Name == members[i - 1].Name)
                {
                    throw new CanonicalJsonException("An object has the same member twice.");
                }

                to.Write(","u8);
            }

            CanonicalString.Write(members[i].Name, to);
            to.Write(":"u8);
            write(members[i].Value, to, depth + 1);
        }

        to.Write("}"u8);
    }

    internal static void Write(JsonElement value, ArrayBufferWriter<byte> to, int depth)
    {
        // The reader that takes the bytes back counts objects and arrays, not what they hold.
        if (depth >= MaxDepth && value.ValueKind is (JsonValueKind.Object or JsonValueKind.Array))
        {
            throw new CanonicalJsonException($"The value is nested deeper than {MaxDepth} levels.");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, to, depth);
                break;
            case JsonValueKind.Array:
                WriteArray(value, to, depth);
                break;
            case JsonValueKind.String:
                CanonicalString.Write(StringOf(value), to);
                break;
            case JsonValueKind.Number:
                CanonicalNumber.Write(value, to);
                break;
            case JsonValueKind.True:
                to.Write("true"u8);
                break;
            case JsonValueKind.False:
                to.Write("false"u8);
                break;
            case JsonValueKind.Null:
                to.Write("null"u8);
                break;
            default:
                throw new CanonicalJsonException("The value is undefined.");
        }
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> to, int depth)
    {
        var members = new List<(string Name, JsonElement Value)>();
        foreach (var member in value.EnumerateObject())
        {
            members.Add((NameOf(member), member.Value));
        }

        WriteMembers(members, to, Write, depth);
    }

    private static void WriteArray(JsonElement value, ArrayBufferWriter<byte> to, int depth)
    {
        to.Write("["u8);
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first)
            {
                to.Write(","u8);
            }

            first = false;
            Write(item, to, depth + 1);
        }

        to.Write("]"u8);
    }

    // System.Text.Json refuses a lone surrogate when the text is decoded, not when it is parsed.
    private static string StringOf(JsonElement value)
    {
        try
        {
            return value.GetString()!; // not null: ValueKind is String
        }
        catch (InvalidOperationException)
        {
            throw new CanonicalJsonException("A string is not valid Unicode.");
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new CanonicalJsonException("A member name is not valid Unicode.");
        }
    }
}
