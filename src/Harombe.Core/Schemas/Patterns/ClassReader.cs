using System.Text;

namespace Harombe.Core.Schemas.Patterns;

/// <summary>Reads a bracketed class. Everything is rewritten as escapes, so .NET's class subtraction can't be reached.</summary>
internal static class ClassReader
{
    public static string Read(PatternCursor cursor, Action<string> stop)
    {
        var members = new PatternClass();
        var negated = cursor.Take('^');
        while (!cursor.Take(']'))
        {
            if (cursor.AtEnd)
            {
                stop("leaves a class open");
                return "";
            }

            if (!TryReadMember(cursor, members, stop))
                return "";
        }

        if (negated && !members.CanNegate)
            stop("excludes characters beyond U+FFFF, which can't be matched exactly");
        return members.Write(negated);
    }

    private static bool TryReadMember(PatternCursor cursor, PatternClass members, Action<string> stop)
    {
        if (TryReadClass(cursor, members))
            return true;
        if (!TryReadOne(cursor, out var first))
        {
            stop("has an escape in a class that ECMA-262 doesn't have, or that can't be matched exactly");
            return false;
        }

        // A hyphen at the end, or before a set such as \d, is itself.
        if (cursor.Rest.Length < 2 || cursor.Peek != '-' || cursor.Rest[1] == ']' || StartsClass(cursor.Rest[1..]))
        {
            members.AddRange(first.Value, first.Value);
            return true;
        }

        cursor.Advance(1);
        if (!TryReadOne(cursor, out var last) || last < first)
        {
            stop("has a range in a class whose ends are out of order");
            return false;
        }

        members.AddRange(first.Value, last.Value);
        return true;
    }

    private static bool TryReadClass(PatternCursor cursor, PatternClass members)
    {
        if (!StartsClass(cursor.Rest))
            return false;
        cursor.Advance(1);
        if (EscapeReader.TryReadClass(cursor, out var set))
        {
            members.Add(set);
            return true;
        }

        cursor.Advance(-1);
        return false;
    }

    private static bool TryReadOne(PatternCursor cursor, out Rune character)
    {
        if (cursor.Take('\\'))
            return EscapeReader.TryReadCharacter(cursor, inClass: true, out character);
        character = cursor.AtEnd ? default : cursor.Next();
        return true;
    }

    private static bool StartsClass(ReadOnlySpan<char> text) =>
        text.Length >= 2 && text[0] == '\\' && "dDwWsSpP".Contains(text[1], StringComparison.Ordinal);
}
