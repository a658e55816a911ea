using System.Buffers;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>Reads a value behind its operator: past types, prefixes and quotes to where it begins, and on to where it ends.</summary>
internal static class ValueReader
{
    private const int Longest = 1024;

    /// <summary>Most characters between the operator and the value.</summary>
    public const int MostBefore = 24;

    /// <summary>Most characters of the name of a type that stands before its value.</summary>
    public const int LongestType = 30;

    private static readonly SearchValues<char> UnquotedEnd = SearchValues.Create(" \t\r\n\"'`,;<>|");
    private static readonly SearchValues<char> HardEnd = SearchValues.Create(" \t\r\n\"'`");
    private static readonly SearchValues<char> TypeName = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_?&<>[].");

    /// <summary>A value in a text.</summary>
    internal readonly record struct Value(int Start, int Length, char Quote, char Operator);

    /// <summary>Whether a character may stand in the name of a type.</summary>
    public static bool IsOfType(char c) => TypeName.Contains(c);

    public static bool TryRead(ReadOnlySpan<char> text, int at, char sign, out Value value)
    {
        value = default;
        var start = at;
        var limit = Math.Min(text.Length, at + MostBefore);
        var acrossLines = sign is ':' or '>' or '=' or ' ';
        while (start < limit && (text[start] is ' ' or '\t' or '=' or '>' or '|' || (acrossLines && text[start] is '\r' or '\n')
            || (text[start] is '*' && sign == ':')))
        {
            start++;
        }

        if (sign == ':' && IsItem(text, start))
        {
            // The first of a list.
            start += text[(start + 1)..].IndexOfAnyExcept(' ') + 1;
        }
        else if (start > at && start < text.Length && text[start - 1] is '\r' or '\n' && text[start] is not ('"' or '\''))
        {
            // The next line belongs to it only where it stands further in.
            return false;
        }

        if (sign == ':' && TryType(text, start, out var behind))
        {
            return TryRead(text, behind, '=', out value);
        }

        if (sign == ',' && text[start..].StartsWith("default="))
        {
            start += "default=".Length;
        }

        // b'…', f"…", @"…" and the like.
        if (start + 1 < text.Length && text[start] is 'b' or 'r' or 'u' or 'f' or 'B' or 'R' or 'L' or 'N' or '@' or '$' or '&' && text[start + 1] is '"' or '\'')
        {
            start++;
        }

        var open = start;
        while (open < text.Length && open - start < 4 && text[open] == '\\')
        {
            open++;
        }

        var quote = default(char);
        if (open < text.Length && text[open] is '"' or '\'' or '`')
        {
            quote = text[open];
            var escaped = open > start;
            // Three of them open a longer text.
            open += text[open..].StartsWith([quote, quote, quote]) ? 3 : 1;
            start = open;
            value = new Value(start, QuotedLength(text, start, quote, escaped), quote, default);
            return true;
        }

        if (sign is '(' && start < text.Length)
        {
            return false;
        }

        value = new Value(start, UnquotedLength(text, start), default, default);
        return true;
    }

    /// <summary>The next value of a list in YAML, if one follows on its own line behind <paramref name="at"/>.</summary>
    public static bool TryNext(ReadOnlySpan<char> text, int at, char quote, out Value value)
    {
        value = default;
        var start = at + (quote == default || at >= text.Length || text[at] != quote ? 0 : 1);
        var line = start;
        while (start < text.Length && start - at < MostBefore && text[start] is ' ' or '\r' or '\n')
        {
            start++;
        }

        return start < text.Length && text[line..start].Contains('\n') && IsItem(text, start) && TryRead(text, start + 1, '=', out value) && value.Length > 0
            && value.Start + value.Length <= text.Length;
    }

    private static bool IsItem(ReadOnlySpan<char> text, int at) =>
        at > 0 && at + 2 < text.Length && text[at] == '-' && text[at + 1] == ' ' && text[Math.Max(0, at - LineStart.Longest)..at].TrimEnd(' ').EndsWith("\n");

    /// <summary><c>: string = "…"</c>: what stands behind the colon is a type, and the value comes behind the equals sign.</summary>
    private static bool TryType(ReadOnlySpan<char> text, int at, out int end)
    {
        var name = at < text.Length ? Alphabets.Run(text, at, TypeName, LongestType) : 0;
        end = at + name;
        while (end < text.Length && text[end] == ' ')
        {
            end++;
        }

        return name > 0 && end + 1 < text.Length && text[end] == '=' && text[end + 1] is ' ' or '"' or '\'' && end++ > 0;
    }

    private static int QuotedLength(ReadOnlySpan<char> text, int from, char quote, bool escaped)
    {
        var rest = text.Slice(from, Math.Min(Longest, text.Length - from));
        for (var at = 0; at < rest.Length; at++)
        {
            if (rest[at] == quote || rest[at] is '\r' or '\n')
            {
                return at;
            }

            if (rest[at] == '\\')
            {
                // Inside escaped quotes the closing one is escaped too; inside plain ones an escaped quote is part of the value.
                if (escaped && at + 1 < rest.Length && rest[at + 1] == quote)
                {
                    return at;
                }

                at++;
            }
        }

        return rest.Length;
    }

    private static int UnquotedLength(ReadOnlySpan<char> text, int from)
    {
        var rest = text.Slice(from, Math.Min(Longest, text.Length - from));
        var end = rest.IndexOfAny(UnquotedEnd);
        var soft = end < 0 ? rest : rest[..end];
        // A bracket that is open there, or closed without having been opened: the mark belongs to a password.
        if (end >= 0 && soft.ContainsAny('(', '[', '{') && soft.Count('(') + soft.Count('[') + soft.Count('{') != soft.Count(')') + soft.Count(']') + soft.Count('}'))
        {
            end = rest.IndexOfAny(HardEnd);
        }

        rest = end < 0 ? rest : rest[..end];
        // \n in a text that was escaped ends a line as well.
        var escape = rest.IndexOf('\\');
        rest = escape >= 0 && escape + 1 < rest.Length && rest[escape + 1] is 'n' or 'r' or 't' ? rest[..escape] : rest;
        return rest.TrimEnd("\\").Length;
    }
}
