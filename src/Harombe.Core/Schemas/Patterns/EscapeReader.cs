using System.Globalization;
using System.Text;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>What may follow a backslash, in or out of a class. Escapes that .NET has and ECMA-262 doesn't (<c>\a \e \Z \G</c>) are errors.</summary>
internal static class EscapeReader
{
    public static bool TryReadClass(PatternCursor cursor, out PatternClass members)
    {
        members = new PatternClass();
        if (cursor.AtEnd)
            return false;
        switch (cursor.Peek)
        {
            case 'd' or 'D':
                members.AddRanges(UnicodeSets.Digits, cursor.Peek == 'D');
                break;
            case 'w' or 'W':
                members.AddRanges(UnicodeSets.WordCharacters, cursor.Peek == 'W');
                break;
            case 's' or 'S':
                members.AddRanges(UnicodeSets.WhiteSpace, cursor.Peek == 'S');
                break;
            case 'p' or 'P':
                return TryReadProperty(cursor, members);
            default:
                return false;
        }

        cursor.Advance(1);
        return true;
    }

    public static bool TryReadCharacter(PatternCursor cursor, bool inClass, out Rune character)
    {
        character = default;
        if (cursor.AtEnd)
            return false;
        var next = cursor.Next();
        var control = next.Value switch { 't' => 9, 'n' => 10, 'v' => 11, 'f' => 12, 'r' => 13, 'b' when inClass => 8, _ => -1 };
        if (control >= 0)
        {
            character = new Rune(control);
            return true;
        }

        switch (next.Value)
        {
            case '0':
                character = new Rune(0);
                return cursor.AtEnd || !char.IsAsciiDigit(cursor.Peek);
            case 'c':
                if (cursor.AtEnd || !char.IsAsciiLetter(cursor.Peek))
                    return false;
                character = new Rune(cursor.Next().Value % 32);
                return true;
            case 'x':
                return TryReadHex(cursor, 2, out var two) && Rune.TryCreate(two, out character);
            case 'u':
                return TryReadUnicode(cursor, out character);
            default:
                // Stricter engines allow only syntax characters here; people also write \- and \@, which can mean one thing only.
                character = next;
                return !char.IsAsciiLetterOrDigit((char)Math.Min(next.Value, char.MaxValue));
        }
    }

    private static bool TryReadProperty(PatternCursor cursor, PatternClass members)
    {
        var rest = cursor.Rest;
        var end = rest.IndexOf('}');
        if (rest.Length < 2 || rest[1] != '{' || end < 0)
            return false;
        if (!members.TryAddProperty(rest[2..end].ToString(), negated: rest[0] == 'P'))
            return false;
        cursor.Advance(end + 1);
        return true;
    }

    private static bool TryReadUnicode(PatternCursor cursor, out Rune character)
    {
        character = default;
        if (cursor.Take('{'))
        {
            var end = cursor.Rest.IndexOf('}');
            return end > 0 && TryReadHex(cursor, end, out var value) && cursor.Take('}') && Rune.TryCreate(value, out character);
        }

        if (!TryReadHex(cursor, 4, out var unit))
            return false;
        if (Rune.TryCreate(unit, out character))
            return true;
        return cursor.Take(@"\u") && TryReadHex(cursor, 4, out var low) && Rune.TryCreate((char)unit, (char)low, out character);
    }

    private static bool TryReadHex(PatternCursor cursor, int length, out int value)
    {
        value = 0;
        if (cursor.Rest.Length < length
            || !int.TryParse(cursor.Rest[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
            return false;
        cursor.Advance(length);
        return true;
    }
}
