using System.Buffers;
using System.Text;
using Harombe.Core.Audit;

namespace Harombe.Audit.Verification;

/// <summary>
/// The form and the members of an entry in one pass that makes no tokens: enough for nearly every entry there is. It only ever says yes. Whatever it is
/// not sure of, be it rare or wrong, is left to <see cref="CanonicalCheck"/> and a JSON reader, which know the sentence for it.
/// </summary>
internal ref struct QuickCheck
{
    private const int Deepest = 32;
    private const int SaltLength = 2 * EntrySeal.SaltLength;

    // What ends the plain part of a string.
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(control => (byte)control)]);

    private readonly ReadOnlySpan<byte> bytes;
    private int at;
    private long version, sequence;
    private bool time, kind, call;
    private int salt;

    private QuickCheck(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        sequence = -1;
    }

    /// <summary>Whether the body is certainly in canonical form, and has what every entry has, with the values of the row's columns.</summary>
    public static bool Passes(in EntryRow row)
    {
        var check = new QuickCheck(row.Body) { call = row.Call.IsEmpty };
        return check.Object(0, row)
            && check.at == row.Body.Length
            && check.time && check.kind && check.call
            && (check.version == 1 || (check.version == 2 && check.salt == SaltLength))
            && check.sequence == row.Sequence;
    }

    private bool Object(int depth, in EntryRow row)
    {
        if (depth > Deepest || !Takes((byte)'{'))
        {
            return false;
        }

        ReadOnlySpan<byte> before = default;
        for (var first = true; !Takes((byte)'}'); first = false)
        {
            if ((!first && !Takes((byte)',')) || !String(out var name, out var escaped) || escaped || !Ascii.IsValid(name) || !Takes((byte)':')
                || (!first && before.SequenceCompareTo(name) >= 0))
            {
                return false;
            }

            before = name;
            if (!(depth == 0 ? Member(name, row) : Value(depth, row)))
            {
                return false;
            }
        }

        return true;
    }

    private bool Member(ReadOnlySpan<byte> name, in EntryRow row)
    {
        var start = at;
        if (!Value(0, row))
        {
            return false;
        }

        var value = bytes[start..at];
        var text = value[0] == '"' ? value[1..^1] : default;
        switch (name.Length)
        {
            case 1 when name[0] == 'v':
                version = Number(value);
                break;
            case 3 when name.SequenceEqual("seq"u8):
                sequence = Number(value);
                break;
            case 4 when name.SequenceEqual("time"u8):
                time = value[0] == '"';
                break;
            case 4 when name.SequenceEqual("salt"u8):
                salt = text.Length;
                break;
            case 4 when name.SequenceEqual("kind"u8):
                kind = text.SequenceEqual(row.Kind);
                break;
            case 4 when name.SequenceEqual("call"u8):
                call = value[0] == '"' && text.SequenceEqual(row.Call);
                break;
        }

        return true;
    }

    private bool Value(int depth, in EntryRow row) => at < bytes.Length && bytes[at] switch
    {
        (byte)'"' => String(out _, out _),
        (byte)'{' => Object(depth + 1, row),
        (byte)'[' => List(depth + 1, row),
        >= (byte)'0' and <= (byte)'9' => Digits(),
        (byte)'t' => Takes("true"u8),
        (byte)'f' => Takes("false"u8),
        (byte)'n' => Takes("null"u8),
        _ => false,
    };

    private bool List(int depth, in EntryRow row)
    {
        if (depth > Deepest || !Takes((byte)'['))
        {
            return false;
        }

        for (var first = true; !Takes((byte)']'); first = false)
        {
            if ((!first && !Takes((byte)',')) || !Value(depth, row))
            {
                return false;
            }
        }

        return true;
    }

    private bool String(out ReadOnlySpan<byte> text, out bool escaped)
    {
        text = default;
        escaped = false;
        if (!Takes((byte)'"'))
        {
            return false;
        }

        for (var start = at; ; escaped = true)
        {
            var plain = bytes[at..].IndexOfAny(Special);
            if (plain < 0)
            {
                return false;
            }

            at += plain;
            if (bytes[at] == '"')
            {
                text = bytes[start..at++];
                return true;
            }

            // An escape of two characters in its one form; the long ones are rare.
            if (bytes[at] != '\\' || at + 1 >= bytes.Length || bytes[at + 1] is not ((byte)'"' or (byte)'\\' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t'))
            {
                return false;
            }

            at += 2;
        }
    }

    private bool Digits()
    {
        var rest = bytes[at..];
        var length = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length is < 1 or > 15 || (rest[0] == '0' && length > 1))
        {
            return false;
        }

        at += length;
        return true;
    }

    private static long Number(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (10 * number) + (digit - '0');
        }

        return digits.Length <= 15 ? number : -1;
    }

    private bool Takes(byte one)
    {
        var there = at < bytes.Length && bytes[at] == one;
        at += there ? 1 : 0;
        return there;
    }

    private bool Takes(ReadOnlySpan<byte> word)
    {
        var there = bytes[at..].StartsWith(word);
        at += there ? word.Length : 0;
        return there;
    }
}
