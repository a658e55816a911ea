using System.Text;
using Harombe.Audit.Stretches;
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

    private CanonicalBytes json;
    private EntryMarks marks;
    private long version, sequence;
    private bool kind, call, escaped;
    private int salt;

    /// <summary>Whether the body is certainly in canonical form, and has what every entry has, with the values of the row's columns.</summary>
    /// <param name="row">The entry.</param>
    /// <param name="marks">What it is searched by, if it passes.</param>
    public static bool Passes(in EntryRow row, out EntryMarks marks)
    {
        var check = new QuickCheck { json = new CanonicalBytes(row.Body), sequence = -1, call = row.Call.IsEmpty, marks = new EntryMarks { Kind = row.Kind } };
        var passes = check.Object(0, row)
            && check.json.AtEnd
            && !check.marks.Time.IsEmpty && check.kind && check.call && !check.escaped
            && (check.version == 1 || (check.version == 2 && check.salt == SaltLength))
            && check.sequence == row.Sequence;
        marks = check.marks;
        return passes;
    }

    private bool Object(int depth, in EntryRow row)
    {
        if (depth > Deepest || !json.Takes((byte)'{'))
        {
            return false;
        }

        ReadOnlySpan<byte> before = default;
        for (var first = true; !json.Takes((byte)'}'); first = false)
        {
            if ((!first && !json.Takes((byte)',')) || !json.Text(out var name, out var escapes) || escapes || !Ascii.IsValid(name) || !json.Takes((byte)':')
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
        var start = json.At;
        if (!Value(0, row))
        {
            return false;
        }

        var value = json.Since(start);
        switch (name)
        {
            case [(byte)'v']:
                version = Number(value);
                break;
            case [(byte)'s', (byte)'e', (byte)'q']:
                sequence = Number(value);
                break;
            default:
                if (value[0] == '"')
                {
                    Text(name, value[1..^1], row);
                }

                break;
        }

        return true;
    }

    private void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, in EntryRow row)
    {
        if (name.SequenceEqual("time"u8))
        {
            marks.Time = text;
        }
        else if (name.SequenceEqual("salt"u8))
        {
            salt = text.Length;
        }
        else if (name.SequenceEqual("kind"u8))
        {
            kind = text.SequenceEqual(row.Kind);
        }
        else if (name.SequenceEqual("call"u8))
        {
            call = text.SequenceEqual(row.Call);
        }
        else if (name.SequenceEqual("principal"u8))
        {
            marks.Principal = text;
            escaped |= text.Contains((byte)'\\');
        }
        else if (name.SequenceEqual("session"u8))
        {
            marks.Session = text;
            escaped |= text.Contains((byte)'\\');
        }
        else if (name.SequenceEqual("tool"u8))
        {
            marks.Tool = text;
            escaped |= text.Contains((byte)'\\');
        }
    }

    private bool Value(int depth, in EntryRow row) => json.Next switch
    {
        (byte)'"' => json.Text(out _, out _),
        (byte)'{' => Object(depth + 1, row),
        (byte)'[' => List(depth + 1, row),
        >= (byte)'0' and <= (byte)'9' => json.Digits(),
        (byte)'t' => json.Takes("true"u8),
        (byte)'f' => json.Takes("false"u8),
        (byte)'n' => json.Takes("null"u8),
        _ => false,
    };

    private bool List(int depth, in EntryRow row)
    {
        if (depth > Deepest || !json.Takes((byte)'['))
        {
            return false;
        }

        for (var first = true; !json.Takes((byte)']'); first = false)
        {
            if ((!first && !json.Takes((byte)',')) || !Value(depth, row))
            {
                return false;
            }
        }

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
}
