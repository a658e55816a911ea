using System.Buffers;

namespace Harombe.Secrets.Scanning.Labels;

/// <summary>Reads what stands between a label and its value: <c>= := ::= ?= += .= ??= =&gt; : | &gt; , (</c>, and pairs of name and value.</summary>
internal static class OperatorReader
{
    private const int MostClosers = 6;
    private const int LongestGap = 32;
    private const int ReachOfPair = 40;
    private const int LongestElement = 80;

    private static readonly SearchValues<char> BetweenPair = SearchValues.Create("\"'\\, \t\r\n;+");

    /// <summary>Where the operator ends that follows a label which ends at <paramref name="at"/>, and its sign.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int at, out int end, out char sign)
    {
        (end, sign) = (at, default);
        var closers = 0;
        while (end < text.Length && closers < MostClosers && end - at < LongestGap && (text[end] is '"' or '\'' or '`' or '\\' or ']' or ')' or ' ' or '\t' or '*' || (text[end] == '[' && text[end..].StartsWith("[]"))))
        {
            // Columns are filled with spaces.
            closers += text[end] == ' ' ? 0 : 1;
            end++;
        }

        if (TryProperty(text, at, out var property))
        {
            (end, sign) = (property, '>');
            return true;
        }

        if ((end > at || (end < text.Length && text[end] is '\r' or '\n')) && TryPair(text, at, out var pair))
        {
            (end, sign) = (pair, '=');
            return true;
        }

        return end < text.Length && (TrySerialized(text, ref end, out sign) || TrySign(text, ref end, out sign));
    }

    /// <summary>Where the content begins of an element whose name ends here and that has attributes, none of which is a value of its own.</summary>
    public static bool TryElement(ReadOnlySpan<char> text, int at, out int end)
    {
        var near = text[at..Math.Min(text.Length, at + LongestElement)];
        var close = near.IndexOfAny('>', '<', '\n');
        end = at + close + 1;
        return close > 0 && near[close] == '>' && near[0] is ' ' or '\t' && near[close - 1] is not ('/' or '-' or '=') && !near[..close].Contains("value", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary><c>"key";s:32:"…"</c>, as PHP writes down what it keeps.</summary>
    private static bool TrySerialized(ReadOnlySpan<char> text, ref int end, out char sign)
    {
        sign = '=';
        if (!text[end..].StartsWith(";s:"))
        {
            return false;
        }

        var digits = text[(end + 3)..].IndexOfAnyExceptInRange('0', '9');
        if (digits is <= 0 or > 5 || text[end + 3 + digits] != ':')
        {
            return false;
        }

        end += digits + 4;
        return true;
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
            case '>' when text[(end + 1)..].StartsWith("<Value>"):
                end += "><Value>".Length;
                return true;
            case '>' or ',' or '(':
                end++;
                return true;
            case '{' when text[LineStart.Of(text, end)..end].TrimEnd(' ').EndsWith(")"):
                // ENV.fetch('TOKEN') { '…' }: what is used where nothing is set.
                (sign, end) = ('(', end + 1);
                return true;
            case '|':
                end += end + 1 < text.Length && text[end + 1] == '|' ? 2 : 1;
                return true;
            case '-' when text[end..].StartsWith("-----") && !text[(end + 5)..].StartsWith("-"):
                // BEGIN PUBLIC KEY-----
                return false;
            case '-' when text[end..].StartsWith("--"):
                // A table or a line of notes.
                end += text[end..].IndexOfAnyExcept('-') is > 0 and var dashes ? dashes : 2;
                sign = '=';
                return true;
            case '-' when text[end..].StartsWith("->"):
                end += 2;
                return true;
            default:
                return false;
        }
    }

    /// <summary><c>&lt;key&gt;Token&lt;/key&gt; &lt;string&gt;…</c>, as Apple's property lists have it.</summary>
    private static bool TryProperty(ReadOnlySpan<char> text, int at, out int end)
    {
        end = at;
        if (!text[at..].StartsWith("</key>"))
        {
            return false;
        }

        end += "</key>".Length;
        while (end < text.Length && end - at < LongestGap && text[end] is ' ' or '\t' or '\r' or '\n')
        {
            end++;
        }

        var found = text[end..].StartsWith("<string>");
        end += "<string>".Length;
        return found;
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
