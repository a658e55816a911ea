using System.Buffers;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>Reads what stands between a label and its value: <c>= := ::= ?= += .= ??= =&gt; : | &gt; , (</c>, and pairs of name and value.</summary>
internal static class OperatorReader
{
    private const int MostClosers = 6;
    private const int ReachOfPair = 40;

    private static readonly SearchValues<char> BetweenPair = SearchValues.Create("\"'\\, \t\r\n;");

    /// <summary>Where the operator ends that follows a label which ends at <paramref name="at"/>, and its sign.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int at, out int end, out char sign)
    {
        (end, sign) = (at, default);
        var closers = 0;
        while (end < text.Length && closers < MostClosers && text[end] is '"' or '\'' or '`' or '\\' or ']' or ')' or ' ' or '\t' or '*')
        {
            end++;
            closers++;
        }

        if (closers > 0 && TryPair(text, at, out var pair))
        {
            (end, sign) = (pair, '=');
            return true;
        }

        return end < text.Length && TrySign(text, ref end, out sign);
    }

    private static bool TrySign(ReadOnlySpan<char> text, ref int end, out char sign)
    {
        sign = text[end];
        switch (sign)
        {
            case '=' or ':':
                sign = sign == ':' && text[end..].StartsWith(":=") ? '=' : sign;
                while (end < text.Length && text[end] is '=' or ':')
                {
                    end++;
                }

                end += end < text.Length && text[end] == '>' ? 1 : 0;
                return true;
            case '?' or '+' or '.' or '~' when text[(end + 1)..].StartsWith("=") || text[(end + 1)..].StartsWith("?="):
                end += text[end + 1] == '=' ? 2 : 3;
                sign = '=';
                return true;
            case '>' or ',' or '(':
                end++;
                return true;
            case '|':
                end += end + 1 < text.Length && text[end + 1] == '|' ? 2 : 1;
                return true;
            case '-' when text[end..].StartsWith("--"):
                // A table or a line of notes.
                end += text[end..].IndexOfAnyExcept('-') is > 0 and var dashes ? dashes : 2;
                sign = ':';
                return true;
            case '-' when text[end..].StartsWith("->"):
                end += 2;
                return true;
            default:
                return false;
        }
    }

    /// <summary><c>name="password" value="…"</c>, <c>{"name": "TOKEN", "value": "…"}</c>.</summary>
    private static bool TryPair(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at;
        var near = text[at..Math.Min(text.Length, at + ReachOfPair)];
        var value = near.IndexOf("value", StringComparison.OrdinalIgnoreCase);
        if (value < 0 || near[..value].ContainsAnyExcept(BetweenPair))
        {
            return false;
        }

        end = at + value + "value".Length;
        while (end < text.Length && text[end] is '"' or '\'' or '\\' or ' ')
        {
            end++;
        }

        return end < text.Length && text[end++] is '=' or ':';
    }
}
